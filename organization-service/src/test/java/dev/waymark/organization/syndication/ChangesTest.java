package dev.waymark.organization.syndication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.organization.ServiceTest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

class ChangesTest extends ServiceTest {
    @Autowired
    private DataSource database;

    @Test
    void everyOrganisationIsShownOnceAtItsLatestStateAsItIsStored() {
        String id = id(create(profile(unique("Followed Institute"), null)));
        create(profile(unique("Another Institute"), null));
        String changed =
                replace(id, 1, profile(unique("Renamed Institute"), null)).body();

        Followed followed = follow(null);

        assertThat(followed.ids()).doesNotHaveDuplicates();
        assertThat(followed.documents()).contains(changed);
        assertThat(followed.documents())
                .containsExactlyInAnyOrderElementsOf(sql.sql("select document from organization")
                        .query(String.class)
                        .list());
    }

    @Test
    void aFollowerAtTheEndStaysThereAndHearsOfWhatComes() {
        String end = follow(null).next();

        JsonNode nothing = json(get("/api/v1/changes?since=" + end));
        assertThat(nothing.get("items")).isEmpty();
        assertThat(nothing.get("next").asString()).isEqualTo(end);
        assertThat(nothing.get("more").asBoolean()).isFalse();

        String created = create(profile(unique("News Agency"), null)).body();
        assertThat(follow(end).documents()).containsExactly(created);
    }

    @Test
    void aDeletionIsSeenAsALastDocument() {
        String id = id(create(profile(unique("Vanishing School"), null)));
        String end = follow(null).next();

        write("DELETE", "/api/v1/organizations/" + id, "", "If-Match", "\"1\"");

        List<String> documents = follow(end).documents();
        assertThat(documents).hasSize(1);
        assertThat(documents.getFirst()).contains("\"id\":\"" + id + "\"", "\"version\":2", "\"deleted\":true");
    }

    @Test
    void whatCommitsLateIsNotLostToAFollowerThatAskedInBetween() throws SQLException {
        String slow = id(create(profile(unique("Slow Ministry"), null)));
        String end = follow(null).next();
        try (Connection first = database.getConnection()) {
            first.setAutoCommit(false);
            rename(first, slow, "Slow Ministry, late");
            String quick = id(create(profile(unique("Quick Agency"), null)));

            Followed between = follow(end);
            first.commit();
            Followed after = follow(between.next());

            List<String> seen = new ArrayList<>(between.ids());
            seen.addAll(after.ids());
            assertThat(seen).containsExactly(slow, quick);
            assertThat(between.ids()).doesNotContain(slow);
        }
    }

    @Test
    void aReleaseThatDoesNotKnowTheFeedIsFollowedToo() throws SQLException {
        String id = id(create(profile(unique("Old Release Office"), null)));
        String end = follow(null).next();

        try (Connection connection = database.getConnection()) {
            rename(connection, id, "Old Release Office, renamed");
        }

        assertThat(follow(end).ids()).containsExactly(id);
    }

    @Test
    void whatIsRolledBackIsNeverSeen() throws SQLException {
        String id = id(create(profile(unique("Hesitant Board"), null)));
        String end = follow(null).next();

        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            rename(connection, id, "Hesitant Board, never");
            connection.rollback();
        }

        assertThat(follow(end).ids()).isEmpty();
    }

    @Test
    void aDatabaseFromAYoungerClusterBeginsAgainAndSaysSo() {
        String id = id(create(profile(unique("Restored Archive"), null)));
        String before = follow(null).next();
        sql.sql("alter table organization disable trigger organization_note_change")
                .update();
        sql.sql("update organization set changed_xact = '8000000000000' where id = ?::uuid")
                .param(id)
                .update();
        sql.sql("alter table organization enable trigger organization_note_change")
                .update();

        HttpResponse<String> expired = get("/api/v1/changes?since=" + before);

        assertThat(expired.statusCode()).isEqualTo(410);
        assertThat(json(expired).get("code").asString()).isEqualTo("cursor_expired");
        assertThat(json(expired).get("detail").asString()).contains("/dumps/organizations.json");
        Followed again = follow(null);
        assertThat(again.ids()).contains(id).doesNotHaveDuplicates();
        String created = create(profile(unique("After the Restore"), null)).body();
        assertThat(follow(again.next()).documents()).containsExactly(created);
    }

    @Test
    void aDatabaseThatMovedBeginsAgainToo() {
        String before = follow(null).next();
        sql.sql("update change_generation set origin = 'elsewhere'").update();

        assertThat(get("/api/v1/changes?since=" + before).statusCode()).isEqualTo(410);
        assertThat(get("/api/v1/changes?since=" + follow(null).next()).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1", "nonsense", "AAAA", "%00", "AW8cmlI9Dkt6nEUNLo96G2MAAAAAAAsrJgGY8sR9Hnw6m1QvbY4KGywcJ5Y"
            })
    void whatIsNoCursorIsRefused(String since) {
        HttpResponse<String> refused = get("/api/v1/changes?since=" + since);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).get("code").asString()).isEqualTo("malformed_request");
    }

    @Test
    void aSlipInACursorIsNoticed() {
        String cursor = follow(null).next();
        char last = cursor.charAt(20);

        String slip = cursor.substring(0, 20) + (last == 'A' ? 'B' : 'A') + cursor.substring(21);

        assertThat(get("/api/v1/changes?since=" + slip).statusCode()).isEqualTo(400);
    }

    @Test
    void aCursorOfAnotherGenerationIsExpired() {
        String foreign = new ChangeCursor(UUID.randomUUID(), 7, UUID.randomUUID()).encoded();

        assertThat(get("/api/v1/changes?since=" + foreign).statusCode()).isEqualTo(410);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1001", "-1", "many"})
    void aLimitOutOfBoundsIsRefused(String limit) {
        assertThat(get("/api/v1/changes?limit=" + limit).statusCode()).isEqualTo(400);
    }

    private HttpResponse<String> replace(String id, int version, String body) {
        return write("PUT", "/api/v1/organizations/" + id, body, "If-Match", "\"" + version + "\"");
    }

    /** As any program would that knows the table and not the feed. */
    private static void rename(Connection connection, String id, String name) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "update organization set name = ?, version = version + 1 where id = ?::uuid")) {
            update.setString(1, name);
            update.setString(2, id);
            update.executeUpdate();
        }
    }

    private record Followed(List<String> documents, String next) {
        List<String> ids() {
            return documents.stream().map(document -> document.substring(7, 43)).toList();
        }
    }

    /** From a cursor to the end, in small pages. */
    private Followed follow(@Nullable String since) {
        List<String> documents = new ArrayList<>();
        String cursor = since;
        while (true) {
            JsonNode page = json(get("/api/v1/changes?limit=3" + (cursor == null ? "" : "&since=" + cursor)));
            page.get("items").forEach(item -> documents.add(item.toString()));
            cursor = page.get("next").asString();
            if (!page.get("more").asBoolean()) {
                return new Followed(documents, cursor);
            }
        }
    }
}
