package dev.waymark.billing;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The contract of the plan catalogue (OpenAPI 3.1), served as the file has it. */
@RestController
class OpenApi {
    @GetMapping(path = "/api/v1/plans/openapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
    Resource contract() {
        return new ClassPathResource("openapi.json");
    }
}
