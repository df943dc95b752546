package dev.waymark.organization;

import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What the other services of the site may ask, with the scope {@code organizations:internal}. */
@RestController
@RequestMapping("/internal/organizations")
class InternalApi {
    private static final int MOST = 10_000;

    private final OrganizationReader reader;
    private final OrganizationPublisher publisher;
    private final WriteTransaction transaction;

    InternalApi(OrganizationReader reader, OrganizationPublisher publisher, WriteTransaction transaction) {
        this.reader = reader;
        this.publisher = publisher;
        this.transaction = transaction;
    }

    /** @param ids the organisations whose states are wanted again, 10,000 at the most */
    record RepublishRequest(List<UUID> ids) {}

    /** One line a state: id, version, SHA-256 of the document's UTF-8 bytes in lower-case hexadecimal, deleted; sorted by id. */
    @GetMapping("/states")
    void states(HttpServletResponse response) throws IOException {
        response.setContentType("application/x-ndjson");
        try (BufferedWriter out =
                new BufferedWriter(new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8), 65536)) {
            reader.states(state -> OrganizationApi.writeLine(
                    out,
                    "{\"id\":\"" + state.value1() + "\",\"version\":" + state.value2() + ",\"hash\":\"" + state.value3()
                            + "\",\"deleted\":" + state.value4() + "}"));
        }
    }

    @PostMapping("/republish")
    @ResponseStatus(HttpStatus.ACCEPTED)
    void republish(@RequestBody RepublishRequest request) {
        if (request.ids() == null || request.ids().size() > MOST) {
            throw OrganizationProblems.malformed("ids should be a list of at most " + MOST + " organisations.");
        }
        transaction.execute(() -> {
            publisher.republish(request.ids());
            return true;
        });
    }
}
