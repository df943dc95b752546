package dev.waymark.billing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The contract of the plan catalogue (OpenAPI 3.1), served as the file has it. */
@RestController
class OpenApi {
    private static final String FILE = "/openapi.json";

    private final String document = read();

    @GetMapping(path = "/api/v1/plans/openapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
    String contract() {
        return document;
    }

    private static String read() {
        try (InputStream in = OpenApi.class.getResourceAsStream(FILE)) {
            return new String(Objects.requireNonNull(in, FILE).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
