package dev.waymark.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The gate itself: what it lets through, and what it does not. */
class BreakingChangesTest {
    private static final String RELEASED = """
            {"type":"object","required":["id","name"],
             "properties":{
               "id":{"type":"string","format":"uuid"},
               "name":{"type":"string","minLength":1,"maxLength":500},
               "kind":{"type":"string","enum":["archive","company"]},
               "link":{"type":"string","enum":["website"],"x-extensible":true},
               "places":{"type":"array","items":{"$ref":"#/$defs/Place"}}},
             "$defs":{"Place":{"type":"object","required":["country"],
               "properties":{"country":{"type":"string","pattern":"^[A-Z]{2}$"}}}}}""";

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a member is added                  | "properties":{ | "properties":{"motto":{"type":"string"},
            a new member is always there       | ["id","name"]  | ["id","name","kind"]
            a limit becomes tighter            | "maxLength":500 | "maxLength":100
            a list of values loses one         | ["archive","company"] | ["archive"]
            an open list of values gets one    | ["website"]    | ["website","wikipedia"]
            a description is added             | "format":"uuid" | "format":"uuid","description":"never changes"
            """)
    void letsThroughWhatPromisesMore(String what, String before, String after) {
        assertThat(BreakingChanges.ofSchema(json(RELEASED), changed(before, after)))
                .as(what)
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a member goes                      | "kind":{"type":"string","enum":["archive","company"]}, | '' | /kind is gone
            a member may be missing            | ["id","name"] | ["id"]  | required: name is gone
            a member of a member may be missing | "required":["country"], | '' | /places[] required: country is gone
            a type changes                     | "id":{"type":"string" | "id":{"type":"integer" | /id has another type
            a value may be null                | "id":{"type":"string" | "id":{"type":["string","null"] | /id has another type
            a limit becomes looser             | "maxLength":500 | "maxLength":501 | /name maxLength is looser
            a limit goes                       | "minLength":1,  | ''              | /name minLength is looser
            a list of values gets one          | ["archive","company"] | ["archive","company","other"] | /kind has other values
            a pattern changes                  | ^[A-Z]{2}$ | ^[A-Z]{3}$ | /places[]/country pattern was
            a format goes                      | ,"format":"uuid" | '' | /id format was
            """)
    void refusesWhatPromisesLess(String what, String before, String after, String complaint) {
        assertThat(BreakingChanges.ofSchema(json(RELEASED), changed(before, after)))
                .as(what)
                .singleElement()
                .asString()
                .contains(complaint);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            a topic has another name   | site.things   | site.objects | address was
            an event goes              | "deleted":{}  | "gone":{}    | message: deleted is gone
            the keys are divided anew  | "partitions":6 | "partitions":12 | partitions was
            it is kept for less time   | "retention.ms":1000 | "retention.ms":900 | retention.ms is looser
            it is compacted            | ["delete"] | ["compact"] | cleanup.policy was
            """)
    void refusesOtherTopics(String what, String before, String after, String complaint) {
        String released = """
                {"channels":{"things":{"address":"site.things","messages":{"created":{},"deleted":{}},
                 "bindings":{"kafka":{"partitions":6,
                   "topicConfiguration":{"cleanup.policy":["delete"],"retention.ms":1000}}}}}}""";
        assertThat(BreakingChanges.ofTopics(json(released), json(released.replace(before, after))))
                .as(what)
                .singleElement()
                .asString()
                .contains(complaint);
    }

    private static JsonNode changed(String before, String after) {
        assertThat(RELEASED).contains(before);
        return json(RELEASED.replace(before, after));
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
