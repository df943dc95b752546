package dev.waymark.gateway;

import dev.waymark.platform.pages.Asset;
import dev.waymark.platform.pages.Assets;
import dev.waymark.platform.pages.KeptAssets;
import dev.waymark.platform.web.StandardProblems;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** Styles, scripts and pictures of this release and the one before, under names that never change their content. */
@RestController
@ConditionalOnWebApplication
class AssetFiles {
    private static final CacheControl FOR_EVER =
            CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable();
    /** RFC 9110, section 12.5.3: named, and not refused with a quality of nothing. */
    private static final Pattern TAKES_GZIP =
            Pattern.compile("(?:^|,)\\s*gzip\\s*(?:;\\s*q=(?:1|0\\.\\d*[1-9])[^,]*)?(?:,|$)");

    private final Map<String, File> files = new HashMap<>();

    private record File(MediaType type, byte[] plain, byte @Nullable [] gzip, String name) {}

    AssetFiles(Assets assets) {
        Stream.concat(KeptAssets.read().stream(), assets.all().stream())
                .forEach(asset -> files.put(asset.fileName(), file(asset)));
    }

    @GetMapping("/assets/{fileName}")
    ResponseEntity<byte[]> asset(
            @PathVariable String fileName,
            @RequestHeader(name = HttpHeaders.ACCEPT_ENCODING, required = false) @Nullable String encodings) {
        File file = files.get(fileName);
        if (file == null) {
            throw StandardProblems.of(HttpStatus.NOT_FOUND);
        }
        boolean gzip = file.gzip() != null
                && encodings != null
                && TAKES_GZIP.matcher(encodings).find();
        ResponseEntity.BodyBuilder answer = ResponseEntity.ok()
                .contentType(file.type())
                .cacheControl(FOR_EVER)
                .varyBy(HttpHeaders.ACCEPT_ENCODING)
                .eTag("\"" + file.name() + (gzip ? ".gz" : "") + "\"");
        return gzip ? answer.header(HttpHeaders.CONTENT_ENCODING, "gzip").body(file.gzip()) : answer.body(file.plain());
    }

    private static File file(Asset asset) {
        byte[] plain = asset.content();
        byte[] gzip = gzip(plain);
        return new File(asset.contentType(), plain, gzip.length < plain.length ? gzip : null, asset.fileName());
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new BestGzip(bytes)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Once at start, so that the best compression costs nothing later. */
    private static final class BestGzip extends GZIPOutputStream {
        BestGzip(ByteArrayOutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }
}
