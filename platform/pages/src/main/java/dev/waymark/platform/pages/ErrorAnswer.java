package dev.waymark.platform.pages;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/** What a client gets when something went wrong: a page or a problem document. */
public record ErrorAnswer(HttpStatus status, HttpHeaders headers, String body) {
    public ResponseEntity<String> toEntity() {
        return new ResponseEntity<>(body, headers, status);
    }

    /** Writes the answer outside Spring MVC; the response must not be committed. */
    public void writeTo(HttpServletResponse response) throws IOException {
        response.setStatus(status.value());
        headers.forEach((name, values) -> values.forEach(value -> response.setHeader(name, value)));
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }
}
