package dev.waymark.organization.syndication;

import dev.waymark.platform.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.ServletWebRequest;

/** The newest dump: what is in it, its file, and the sum to check the file by. */
@RestController
@RequestMapping("/dumps")
class DumpApi {
    private static final String FILE = "organizations.ndjson.gz";

    private final DumpStore store;
    private final String origin;

    DumpApi(DumpStore store, @Value("${PUBLIC_ORIGIN}") String origin) {
        this.store = store;
        this.origin = origin;
    }

    /**
     * @param count organisations in the dump
     * @param bytes length of the compressed file
     * @param sha256 of the compressed file, in lower-case hexadecimal
     * @param cursor where {@code /api/v1/changes} goes on
     */
    record Manifest(Instant createdAt, long count, long bytes, String sha256, String cursor, String url) {}

    @GetMapping(path = "/organizations.json", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Manifest> manifest() {
        Dump dump = newest();
        return ResponseEntity.ok()
                .cacheControl(Answers.A_WHILE)
                .eTag(etag(dump))
                .lastModified(dump.createdAt())
                .body(new Manifest(
                        dump.createdAt(),
                        dump.documents(),
                        dump.bytes(),
                        dump.sha256(),
                        dump.next(),
                        origin + "/dumps/" + FILE));
    }

    /** As {@code sha256sum} writes it, and {@code sha256sum -c} reads it. */
    @GetMapping(path = "/" + FILE + ".sha256", produces = MediaType.TEXT_PLAIN_VALUE)
    ResponseEntity<String> sum() {
        Dump dump = newest();
        return ResponseEntity.ok()
                .cacheControl(Answers.A_WHILE)
                .eTag(etag(dump))
                .lastModified(dump.createdAt())
                .body(dump.sha256() + "  " + FILE + "\n");
    }

    @GetMapping("/" + FILE)
    void file(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Dump dump = newest();
        response.setHeader(HttpHeaders.CACHE_CONTROL, Answers.A_WHILE.getHeaderValue());
        response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
        if (new ServletWebRequest(request, response)
                .checkNotModified(etag(dump), dump.createdAt().toEpochMilli())) {
            return;
        }
        ByteRange part = ByteRange.of(range(request, dump), dump.bytes()).orElse(null);
        if (part != null && part.first() > part.last()) {
            response.setHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + dump.bytes());
            response.setHeader(HttpHeaders.CACHE_CONTROL, CacheControl.noStore().getHeaderValue());
            throw new Problem(
                    HttpStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
                    "range_not_satisfiable",
                    "The file has " + dump.bytes() + " bytes: there is nothing where the range begins.");
        }
        if (part != null) {
            response.setStatus(HttpStatus.PARTIAL_CONTENT.value());
            response.setHeader(
                    HttpHeaders.CONTENT_RANGE, "bytes " + part.first() + "-" + part.last() + "/" + dump.bytes());
        }
        ByteRange wanted = part == null ? new ByteRange(0, dump.bytes() - 1) : part;
        response.setContentType("application/gzip");
        response.setContentLengthLong(wanted.length());
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + FILE + "\"");
        if (!request.getMethod().equals("HEAD")) {
            write(dump, wanted, response.getOutputStream());
        }
    }

    /** Piece by piece, so that a slow reader holds neither much memory nor a connection to the database. */
    private void write(Dump dump, ByteRange wanted, OutputStream out) throws IOException {
        long at = wanted.first();
        while (at <= wanted.last()) {
            byte[] piece = store.piece(dump.id(), (int) (at / DumpStore.PIECE));
            if (piece == null) {
                throw new EOFException("the dump was deleted while it was read");
            }
            int from = (int) (at % DumpStore.PIECE);
            int length = (int) Math.min(piece.length - from, wanted.last() - at + 1);
            out.write(piece, from, length);
            at += length;
        }
    }

    /** RFC 9110, sections 13.1.5 and 14.2: a range counts for GET only, and not when If-Range names another file. */
    private static @Nullable String range(HttpServletRequest request, Dump dump) {
        String condition = request.getHeader(HttpHeaders.IF_RANGE);
        boolean same = condition == null
                || (condition.startsWith("\"") || condition.startsWith("W/")
                        ? condition.equals(etag(dump))
                        : date(request)
                                == dump.createdAt()
                                        .truncatedTo(ChronoUnit.SECONDS)
                                        .toEpochMilli());
        return same && request.getMethod().equals("GET") ? request.getHeader(HttpHeaders.RANGE) : null;
    }

    /** Milliseconds since 1970; what is neither a date nor a tag is of no file. */
    private static long date(HttpServletRequest request) {
        try {
            return request.getDateHeader(HttpHeaders.IF_RANGE);
        } catch (IllegalArgumentException _) {
            return -1;
        }
    }

    private static String etag(Dump dump) {
        return "\"" + dump.sha256() + "\"";
    }

    private Dump newest() {
        return store.newest()
                .orElseThrow(() -> new Problem(
                        HttpStatus.NOT_FOUND,
                        "dump_not_found",
                        "There is no dump yet: one is made every night. Until then, /api/v1/changes has everything."));
    }
}
