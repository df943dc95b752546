package dev.waymark.organization;

import dev.waymark.events.OrganizationState;
import dev.waymark.organization.OrganizationReader.Key;
import dev.waymark.organization.OrganizationReader.Stored;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;

/** Organisations as JSON, for anyone to read and for machine clients with {@code organizations:write} to change. */
@RestController
@RequestMapping("/api/v1/organizations")
class OrganizationApi {
    private static final String PATH = "/api/v1/organizations/";
    private static final int MOST = 100;
    /** RFC 9110, section 8.8.3: a strong entity tag; ours hold the version. */
    private static final Pattern ETAG = Pattern.compile("\"([1-9][0-9]{0,17})\"");

    private final Organizations organizations;
    private final OrganizationReader reader;
    private final IdempotentRequests requests;

    OrganizationApi(Organizations organizations, OrganizationReader reader, IdempotentRequests requests) {
        this.organizations = organizations;
        this.reader = reader;
        this.requests = requests;
    }

    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<String> list(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(defaultValue = "20") int limit,
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable String country) {
        if (limit < 1 || limit > MOST) {
            throw OrganizationProblems.malformed("limit should be from 1 to " + MOST + ".");
        }
        UUID after = cursor == null
                ? null
                : id(cursor)
                        .orElseThrow(() -> OrganizationProblems.malformed(
                                "cursor should be the value of next from the page before."));
        List<Stored> page = reader.page(after, limit + 1, status, country);
        boolean more = page.size() > limit;
        List<Stored> items = more ? page.subList(0, limit) : page;
        // Documents are JSON already: they go out as they are stored.
        String body = "{\"items\":["
                + items.stream().map(Stored::document).collect(Collectors.joining(","))
                + "]" + (more ? ",\"next\":\"" + items.getLast().id() + "\"" : "") + "}";
        return ResponseEntity.ok().cacheControl(CacheControl.noCache()).body(body);
    }

    @GetMapping(params = "identifier", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<String> byIdentifier(@RequestParam String identifier) {
        int colon = identifier.indexOf(':');
        if (colon < 1 || colon == identifier.length() - 1) {
            throw OrganizationProblems.malformed("identifier should be a scheme and a value, such as ror:013ckk937.");
        }
        return document(reader.byIdentifier(new Key(identifier.substring(0, colon), identifier.substring(colon + 1)))
                .orElseThrow(OrganizationProblems::notFound));
    }

    @GetMapping(path = "/{idOrSlug}", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<String> one(@PathVariable String idOrSlug) {
        Optional<UUID> id = id(idOrSlug);
        Stored stored =
                id.flatMap(reader::byId).or(() -> reader.bySlug(idOrSlug)).orElseThrow(OrganizationProblems::notFound);
        if (id.isEmpty() && !stored.slug().equals(idOrSlug) && !stored.deleted()) {
            return ResponseEntity.status(HttpStatus.MOVED_PERMANENTLY)
                    .location(URI.create(PATH + stored.slug()))
                    .build();
        }
        return document(stored);
    }

    private static ResponseEntity<String> document(Stored stored) {
        if (stored.deleted()) {
            throw OrganizationProblems.deleted();
        }
        return ResponseEntity.ok()
                .eTag(etag(stored.version()))
                .cacheControl(CacheControl.noCache())
                .body(stored.document());
    }

    /** Every organisation, one document a line. */
    @GetMapping("/export")
    void export(HttpServletResponse response) throws IOException {
        response.setContentType("application/x-ndjson");
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"organizations.ndjson\"");
        try (BufferedWriter out =
                new BufferedWriter(new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8), 65536)) {
            reader.export(document -> writeLine(out, document));
        }
    }

    /** The contract of this API (OpenAPI 3.1). */
    @GetMapping(path = "/openapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
    String contract() {
        return OpenApi.document();
    }

    static void writeLine(BufferedWriter out, String line) {
        try {
            out.write(line);
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE, produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<String> create(
            @RequestBody String body,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            Authentication client) {
        Profile profile = profile(body);
        return requests.execute(client.getName(), key, "POST " + body, () -> {
            OrganizationState created = organizations.create(profile, author(client));
            return ResponseEntity.created(URI.create(PATH + created.id()))
                    .eTag(etag(created.version()))
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(Documents.write(created));
        });
    }

    @PutMapping(
            path = "/{id}",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<String> replace(
            @PathVariable String id,
            @RequestBody String body,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            Authentication client) {
        UUID organization = id(id).orElseThrow(OrganizationProblems::notFound);
        long version = version(ifMatch);
        Profile profile = profile(body);
        return requests.execute(client.getName(), key, "PUT " + id + " " + version + " " + body, () -> {
            OrganizationState replaced = organizations.replace(organization, version, profile, author(client));
            return ResponseEntity.ok()
                    .eTag(etag(replaced.version()))
                    .contentType(MediaType.APPLICATION_JSON)
                    .body(Documents.write(replaced));
        });
    }

    @DeleteMapping("/{id}")
    ResponseEntity<String> delete(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
            Authentication client) {
        UUID organization = id(id).orElseThrow(OrganizationProblems::notFound);
        long version = version(ifMatch);
        return requests.execute(client.getName(), key, "DELETE " + id + " " + version, () -> {
            organizations.delete(organization, version, author(client));
            return ResponseEntity.noContent().build();
        });
    }

    private static String author(Authentication client) {
        return "client:" + client.getName();
    }

    private static Optional<UUID> id(String text) {
        try {
            // UUID.fromString takes shorter forms too, which are slugs here.
            return text.length() == 36 ? Optional.of(UUID.fromString(text)) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static String etag(long version) {
        return "\"" + version + "\"";
    }

    private static long version(@Nullable String ifMatch) {
        if (ifMatch == null || ifMatch.isBlank()) {
            throw OrganizationProblems.versionRequired();
        }
        Matcher matcher = ETAG.matcher(ifMatch.strip());
        if (!matcher.matches()) {
            throw OrganizationProblems.malformed("If-Match should be the ETag of the document, such as \"3\".");
        }
        return Long.parseLong(matcher.group(1));
    }

    private static Profile profile(String body) {
        try {
            return Documents.profile(body);
        } catch (JacksonException e) {
            throw OrganizationProblems.malformed("The body is not an organisation in JSON: " + Documents.complaint(e));
        }
    }
}
