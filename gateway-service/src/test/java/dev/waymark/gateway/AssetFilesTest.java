package dev.waymark.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class AssetFilesTest extends GatewayTest {
    private static final Pattern STYLES =
            Pattern.compile("<link rel=\"stylesheet\" href=\"(/assets/[^\"]+)\" integrity=\"sha512-([^\"]+)\">");

    @Test
    void theStylesOfAPageAreTheBytesThatItSwearsTo() throws Exception {
        Matcher link = styles();

        HttpResponse<byte[]> file = bytes(link.group(1));

        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-512").digest(file.body())))
                .isEqualTo(link.group(2));
        assertThat(file.headers().firstValue("Content-Type")).contains("text/css;charset=UTF-8");
        assertThat(file.headers().firstValue("Cache-Control")).contains("max-age=31536000, public, immutable");
        assertThat(file.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    void whoTakesGzipGetsTheSameInLess() throws Exception {
        String path = styles().group(1);
        byte[] plain = bytes(path).body();

        HttpResponse<byte[]> small = bytes(path, "Accept-Encoding", "br, gzip;q=0.8, *;q=0.1");

        assertThat(small.headers().allValues("Content-Encoding")).containsExactly("gzip");
        assertThat(small.headers().firstValue("Vary"))
                .hasValueSatisfying(vary -> assertThat(vary).isEqualToIgnoringCase("Accept-Encoding"));
        assertThat(small.body()).hasSizeLessThan(plain.length / 2);
        assertThat(new GZIPInputStream(new ByteArrayInputStream(small.body())).readAllBytes())
                .isEqualTo(plain);
        assertThat(bytes(path, "Accept-Encoding", "gzip;q=0").headers().firstValue("Content-Encoding"))
                .isEmpty();
    }

    @Test
    void whoHasItAlreadyGetsNothing() throws Exception {
        String path = styles().group(1);
        String etag = bytes(path).headers().firstValue("ETag").orElseThrow();

        HttpResponse<byte[]> again = bytes(path, "If-None-Match", etag);

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void anotherHashIsNotFound() throws Exception {
        for (String path : new String[] {
            "/assets/site.0000000000000000.css", "/assets/site.css", "/assets/", "/assets/previous/README.md"
        }) {
            HttpResponse<byte[]> answer = bytes(path);
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("\"code\":\"not_found\"");
        }
    }

    @Test
    void theReleaseBeforeIsStillServed() throws Exception {
        HttpResponse<byte[]> kept = bytes("/assets/site.87ee96a7ca9107a8.css");

        assertThat(kept.statusCode()).isEqualTo(200);
        assertThat(new String(kept.body(), StandardCharsets.UTF_8)).isEqualTo("p { color: black; }\n");
    }

    private Matcher styles() {
        Matcher link = STYLES.matcher(get("/nowhere", "Accept", "text/html").body());
        assertThat(link.find()).isTrue();
        return link;
    }

    private HttpResponse<byte[]> bytes(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }
}
