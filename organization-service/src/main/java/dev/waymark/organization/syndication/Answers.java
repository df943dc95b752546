package dev.waymark.organization.syndication;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.util.DigestUtils;
import org.springframework.web.context.request.ServletWebRequest;

/** How files that many fetch again and again are answered. */
final class Answers {
    /** Shared caches may keep a file for so long without asking. */
    static final CacheControl A_WHILE =
            CacheControl.maxAge(Duration.ofMinutes(5)).cachePublic();

    private Answers() {}

    /**
     * Sets the validators.
     *
     * @param tag what the content is told by; its entity tag is a weak one, because the gateway compresses
     * @param lastModified null when it is not known
     * @return whether the client has the content already, and the answer is complete
     */
    static boolean isKnown(
            HttpServletRequest request, HttpServletResponse response, String tag, @Nullable Instant lastModified) {
        response.setHeader(HttpHeaders.CACHE_CONTROL, A_WHILE.getHeaderValue());
        return new ServletWebRequest(request, response)
                .checkNotModified("W/\"" + tag + "\"", lastModified == null ? -1 : lastModified.toEpochMilli());
    }

    /** Answers a content that is there as a whole, or that the client has it. */
    static void send(
            HttpServletRequest request,
            HttpServletResponse response,
            String type,
            byte[] content,
            @Nullable Instant lastModified)
            throws IOException {
        if (!isKnown(request, response, DigestUtils.md5DigestAsHex(content), lastModified)) {
            response.setContentType(type);
            response.setContentLength(content.length);
            response.getOutputStream().write(content);
        }
    }
}
