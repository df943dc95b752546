package dev.waymark.gateway;

import dev.waymark.platform.pages.ErrorAnswers;
import dev.waymark.platform.web.StandardProblems;
import java.io.IOException;
import java.util.Objects;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Requests so malformed that the container answers them before any filter: they get the site's own answer as well. */
@Component
@ConditionalOnWebApplication
class ContainerErrors implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {
    private final ErrorAnswers answers;
    private final SecurityHeaders security;

    ContainerErrors(ErrorAnswers answers, SecurityHeaders security) {
        this.answers = answers;
        this.security = security;
    }

    @Override
    public void customize(TomcatServletWebServerFactory factory) {
        factory.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new OurAnswer()));
    }

    /** After Boot's own, whose valve then finds the answer written. */
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }

    private final class OurAnswer extends ErrorReportValve {
        @Override
        protected void report(Request request, Response response, Throwable failure) {
            if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
                return;
            }
            HttpStatus status =
                    Objects.requireNonNullElse(HttpStatus.resolve(response.getStatus()), HttpStatus.BAD_REQUEST);
            security.all().forEach(response::setHeader);
            try {
                answers.answer(
                                StandardProblems.of(status),
                                Objects.requireNonNullElse(request.getRequestURI(), "/"),
                                request.getHeader(HttpHeaders.ACCEPT))
                        .writeTo(response);
                response.finishResponse();
            } catch (IOException _) {
                // The client has gone.
            }
        }
    }
}
