package dev.waymark.billing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** The plan catalogue as JSON, for anyone. */
@RestController
class PlanApi {
    private final CatalogueReader catalogue;
    private final JsonMapper json;

    PlanApi(CatalogueReader catalogue, JsonMapper json) {
        this.catalogue = catalogue;
        this.json = json;
    }

    @GetMapping(path = "/api/v1/plans", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<String> plans() {
        String body = json.writeValueAsString(catalogue.current());
        return ResponseEntity.ok()
                .eTag(etag(body))
                .cacheControl(CacheControl.noCache())
                .body(body);
    }

    /** A strong entity tag, RFC 9110, section 8.8.3: it changes with any byte. */
    static String etag(String body) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8));
            return '"' + HexFormat.of().formatHex(digest, 0, 16) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
