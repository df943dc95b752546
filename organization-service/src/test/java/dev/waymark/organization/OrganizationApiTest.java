package dev.waymark.organization;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class OrganizationApiTest extends ServiceTest {
    @Test
    void createsFromNameCountryAndKindsAlone() {
        String name = unique("Institut für Öffentliches Recht");

        HttpResponse<String> created = create(profile(name, null));

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.headers().firstValue("ETag")).hasValue("\"1\"");
        assertThat(created.headers().firstValue("Location")).hasValue("/api/v1/organizations/" + id(created));
        assertThat(UUID.fromString(id(created)).version()).isEqualTo(7);
        assertThat(json(created).get("slug").asString()).startsWith("institut-fur-offentliches-recht-");
        assertThat(json(created).get("status").asString()).isEqualTo("active");
        assertThat(get("/api/v1/organizations/" + id(created)).body()).isEqualTo(created.body());
    }

    @Test
    void namesEveryWrongFieldAtOnce() {
        HttpResponse<String> refused = create("""
                {"name":" ","country":"Switzerland","kinds":["school"],"established":99999,
                 "links":[{"type":"website","url":"javascript:alert(1)"}],"domains":["not a domain"]}""");

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(json(refused).get("code").asString()).isEqualTo("invalid_organization");
        List<String> fields = new ArrayList<>();
        json(refused)
                .get("errors")
                .forEach(error -> fields.add(error.get("field").asString()));
        assertThat(fields).contains("name", "country", "kinds[0]", "established", "links[0].url", "domains[0]");
    }

    @Test
    void answersABrokenBodyWithAProblemThatSaysWhere() {
        HttpResponse<String> refused = create("{\"name\":\"X\",\"city\":\"Bern\"}");

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).get("code").asString()).isEqualTo("malformed_request");
        assertThat(json(refused).get("detail").asString()).contains("city").doesNotContain("java");
    }

    @Test
    void writingNeedsATokenWithTheScope() {
        HttpRequest.Builder post = request("/api/v1/organizations")
                .POST(HttpRequest.BodyPublishers.ofString(profile("X", null)))
                .header("Content-Type", "application/json");

        assertThat(send(post).statusCode()).isEqualTo(401);
        HttpResponse<String> forbidden = send(post.header("Authorization", "Bearer " + token("reader", "other:read")));
        assertThat(forbidden.statusCode()).isEqualTo(403);
        assertThat(json(forbidden).get("code").asString()).isEqualTo("insufficient_scope");
    }

    @Test
    void replacesOnlyTheVersionThatWasRead() {
        HttpResponse<String> created = create(profile(unique("Version Museum"), null));
        String path = "/api/v1/organizations/" + id(created);
        String changed = profile(unique("Version Museum"), "\"established\":1901");

        assertThat(write("PUT", path, changed).statusCode()).isEqualTo(428);
        assertThat(write("PUT", path, changed, "If-Match", "\"7\"").statusCode())
                .isEqualTo(412);
        HttpResponse<String> replaced = write("PUT", path, changed, "If-Match", "\"1\"");
        assertThat(replaced.statusCode()).isEqualTo(200);
        assertThat(replaced.headers().firstValue("ETag")).hasValue("\"2\"");
        assertThat(json(get(path)).get("established").asInt()).isEqualTo(1901);
    }

    @Test
    void ofConcurrentChangesToOneVersionExactlyOneWins() throws Exception {
        HttpResponse<String> created = create(profile(unique("Race Laboratory"), null));
        String path = "/api/v1/organizations/" + id(created);

        List<Integer> statuses = concurrently(
                12,
                number -> write("PUT", path, profile("Race Laboratory by " + number, null), "If-Match", "\"1\"")
                        .statusCode());

        assertThat(statuses).containsOnly(200, 412).containsOnlyOnce(200);
        assertThat(json(get(path)).get("version").asLong()).isEqualTo(2);
    }

    @Test
    void concurrentRetriesWithOneIdempotencyKeyCreateOneOrganisation() throws Exception {
        String name = unique("Retry Archive");
        String key = UUID.randomUUID().toString();

        List<String> answers = concurrently(
                12,
                _ -> write("POST", "/api/v1/organizations", profile(name, null), "Idempotency-Key", key)
                        .body());

        assertThat(new HashSet<>(answers)).hasSize(1);
        Long stored = sql.sql("select count(*) from organization where name = ?")
                .param(name)
                .query(Long.class)
                .single();
        assertThat(stored).isEqualTo(1);
        HttpResponse<String> other =
                write("POST", "/api/v1/organizations", profile(unique("Other"), null), "Idempotency-Key", key);
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(json(other).get("code").asString()).isEqualTo("idempotency_key_reused");
    }

    @Test
    void concurrentNamesakesGetSlugsOfTheirOwn() throws Exception {
        String name = unique("Namesake Society");

        List<String> slugs = concurrently(
                8, _ -> json(create(profile(name, null))).get("slug").asString());

        assertThat(new HashSet<>(slugs)).hasSize(8);
    }

    @Test
    void anOldSlugLeadsToTheNewOne() {
        HttpResponse<String> created = create(profile(unique("Old Name College"), null));
        String oldSlug = json(created).get("slug").asString();
        HttpResponse<String> renamed = write(
                "PUT",
                "/api/v1/organizations/" + id(created),
                profile(unique("New Name College"), null),
                "If-Match",
                "\"1\"");
        String newSlug = json(renamed).get("slug").asString();

        HttpResponse<String> redirect = get("/api/v1/organizations/" + oldSlug);

        assertThat(newSlug).isNotEqualTo(oldSlug);
        assertThat(redirect.statusCode()).isEqualTo(301);
        assertThat(redirect.headers().firstValue("Location")).hasValue("/api/v1/organizations/" + newSlug);
        assertThat(get("/api/v1/organizations/" + newSlug).statusCode()).isEqualTo(200);
    }

    @Test
    void aDeletedOrganisationIsGoneAndStaysKnownAsSuch() {
        HttpResponse<String> created = create(profile(unique("Closed Clinic"), null));
        String path = "/api/v1/organizations/" + id(created);

        assertThat(write("DELETE", path, "", "If-Match", "\"1\"").statusCode()).isEqualTo(204);
        HttpResponse<String> gone = get(path);
        assertThat(gone.statusCode()).isEqualTo(410);
        assertThat(json(gone).get("code").asString()).isEqualTo("organization_deleted");
        assertThat(write("DELETE", path, "", "If-Match", "\"2\"").statusCode()).isEqualTo(410);
        assertThat(outbox(id(created)))
                .containsExactly(
                        "organization.state 1",
                        "organization.created 1",
                        "organization.state 2",
                        "organization.state 2 tombstone",
                        "organization.deleted 2");
    }

    @Test
    void findsByExternalIdentifier() {
        String value = "Q" + Math.abs(UUID.randomUUID().getMostSignificantBits());
        HttpResponse<String> created = create(profile(
                unique("Identified Institute"),
                "\"identifiers\":[{\"scheme\":\"wikidata\",\"value\":\"" + value + "\"}]"));

        HttpResponse<String> found = get("/api/v1/organizations?identifier=wikidata:" + value);

        assertThat(found.body()).isEqualTo(created.body());
        assertThat(get("/api/v1/organizations?identifier=wikidata:none").statusCode())
                .isEqualTo(404);
        assertThat(get("/api/v1/organizations?identifier=nonsense").statusCode())
                .isEqualTo(400);
    }

    @Test
    void aRegistryIdentifierBelongsToOneOrganisation() {
        String identifiers = "\"identifiers\":[{\"scheme\":\"ror\",\"value\":\"0" + System.nanoTime() + "\"}]";
        assertThat(create(profile(unique("First"), identifiers)).statusCode()).isEqualTo(201);

        HttpResponse<String> second = create(profile(unique("Second"), identifiers));

        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(json(second).get("code").asString()).isEqualTo("identifier_taken");
    }

    @Test
    void listsEveryOrganisationOnceByCursor() {
        Set<String> created = new HashSet<>();
        for (int number = 0; number < 7; number++) {
            created.add(id(create(profile(unique("Listed"), null).replace("CH", "LI"))));
        }

        List<String> listed = new ArrayList<>();
        String cursor = "";
        do {
            var page = json(get("/api/v1/organizations?country=LI&limit=3" + cursor));
            page.get("items").forEach(item -> listed.add(item.get("id").asString()));
            cursor = page.has("next") ? "&cursor=" + page.get("next").asString() : "";
        } while (!cursor.isEmpty());

        assertThat(listed).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(created);
    }

    @Test
    void everyChangeMakesARevisionAndItsFactsInOneTransaction() {
        HttpResponse<String> created = create(profile(unique("Revised University"), null));
        write(
                "PUT",
                "/api/v1/organizations/" + id(created),
                profile("Revised University", "\"established\":1460"),
                "If-Match",
                "\"1\"");

        List<String> revisions = sql.sql(
                        "select version || ' ' || author from organization_revision where organization_id = ?::uuid order by version")
                .param(id(created))
                .query(String.class)
                .list();
        assertThat(revisions).containsExactly("1 client:tester", "2 client:tester");
        assertThat(outbox(id(created)))
                .containsExactly(
                        "organization.state 1",
                        "organization.created 1",
                        "organization.state 2",
                        "organization.updated 2");
        String published = sql.sql(
                        "select payload from outbox where key = ? and topic = 'organization.state' and aggregate_version = 2")
                .param(id(created))
                .query(String.class)
                .single();
        assertThat(published)
                .isEqualTo(get("/api/v1/organizations/" + id(created)).body());
    }

    private List<String> outbox(String id) {
        return sql.sql("""
                        select type || ' ' || aggregate_version || case when payload is null then ' tombstone' else '' end
                        from outbox where key = ? order by position""").param(id).query(String.class).list();
    }

    private interface Numbered<T> {
        T apply(int number);
    }

    private static <T> List<T> concurrently(int times, Numbered<T> task) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<T>> tasks = new ArrayList<>();
            for (int number = 0; number < times; number++) {
                int mine = number;
                tasks.add(() -> task.apply(mine));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(tasks)) {
                results.add(result.get());
            }
            return results;
        }
    }
}
