package dev.waymark.identity.authorizations;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;

/** Sends browsers back to clients. Each answer names who gave it, so that no client takes it for another provider's (RFC 9207). */
@Component
class AuthorizationAnswers {
    private final String issuer;

    AuthorizationAnswers(@Value("${PUBLIC_ORIGIN}") String origin) {
        this.issuer = origin;
    }

    ResponseEntity<String> code(Asked.Valid asked, String code) {
        return answer(asked.redirectUri(), asked.state(), Map.of("code", code));
    }

    ResponseEntity<String> error(Asked.Refused refused) {
        return answer(
                refused.redirectUri(),
                refused.state(),
                Map.of(
                        "error",
                        refused.error().code(),
                        "error_description",
                        refused.error().description()));
    }

    private ResponseEntity<String> answer(String redirectUri, @Nullable String state, Map<String, String> what) {
        Map<String, List<String>> values = new TreeMap<>();
        what.forEach((name, value) -> values.put(name, List.of(value)));
        values.put("iss", List.of(issuer));
        if (state != null) {
            values.put("state", List.of(state));
        }
        return to(new Parameters(values).addedTo(redirectUri));
    }

    /** 303, so that no browser sends a form on (RFC 9700, section 4.12). */
    static ResponseEntity<String> to(String address) {
        return ResponseEntity.status(HttpStatus.SEE_OTHER)
                .location(URI.create(address))
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .build();
    }
}
