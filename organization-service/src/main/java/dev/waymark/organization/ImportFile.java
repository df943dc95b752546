package dev.waymark.organization;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;

/**
 * A file of records, read as a stream: a JSON array as in ROR's dump, one record a line (NDJSON), or a table (CSV); plain, gzip, or a
 * zip whose first entry of such a name counts, JSON before tables.
 */
final class ImportFile implements AutoCloseable {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final Pattern JSON = Pattern.compile("(?i).*\\.(json|ndjson)");
    private static final Pattern TABLE = Pattern.compile("(?i).*\\.(csv|tsv)(\\.gz)?");

    /** What follows an element is the next one. */
    private static final ObjectReader ELEMENT =
            Documents.mapper().readerFor(JsonNode.class).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Path file;
    private final Content content;
    private final @Nullable CsvColumns columns;

    /** One record or a place where one should have been. */
    sealed interface Entry {
        /** The line in the file on which it begins, from 1. */
        long line();

        record Json(long line, JsonNode node) implements Entry {}

        record Row(long line, CsvRow row) implements Entry {}

        record Broken(long line, String complaint) implements Entry {}
    }

    /**
     * @param size of the whole file in bytes
     * @param name of the entry in a zip, else of the file
     * @param date when it was last changed
     */
    private record Content(PushbackInputStream text, Counting counting, long size, String name, Instant date) {}

    private ImportFile(Path file, Content content, @Nullable CsvColumns columns) {
        this.file = file;
        this.content = content;
        this.columns = columns;
    }

    /** @throws IOException when the file cannot be read, is a zip without records in it, or a table that is broken */
    static ImportFile open(Path file) throws IOException {
        return open(file, null, "|");
    }

    /**
     * @param mapping as in {@link CsvColumns#of}; when there is one, the file is a table whatever its name is
     * @throws IOException as in {@link #open(Path)}
     * @throws IllegalArgumentException when the columns of a table are not as they should be
     */
    static ImportFile open(Path file, @Nullable Map<String, String> mapping, String split) throws IOException {
        Pattern first = mapping == null ? JSON : TABLE;
        Content content = content(file, first);
        if (mapping == null && !TABLE.matcher(content.name()).matches()) {
            return new ImportFile(file, content, null);
        }
        try (InputStream text = content.text()) {
            CsvColumns columns = CsvRows.columns(text, mapping == null ? Map.of() : mapping, split);
            return new ImportFile(file, content(file, first), columns);
        }
    }

    private static Content content(Path file, Pattern first) throws IOException {
        Counting counting = new Counting(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
        try {
            PushbackInputStream raw = new PushbackInputStream(counting, 4);
            byte[] start = peek(raw, 4);
            if (start.length == 4 && start[0] == 'P' && start[1] == 'K' && start[2] == 3 && start[3] == 4) {
                ZipInputStream zip = new ZipInputStream(raw);
                ZipEntry entry = entry(file, zip, first);
                FileTime time = entry.getLastModifiedTime();
                return new Content(
                        text(zip),
                        counting,
                        Files.size(file),
                        entry.getName(),
                        time == null ? Files.getLastModifiedTime(file).toInstant() : time.toInstant());
            }
            boolean gzip = start.length >= 2 && start[0] == 0x1f && start[1] == (byte) 0x8b;
            return new Content(
                    text(gzip ? new GZIPInputStream(raw, 1 << 16) : raw),
                    counting,
                    Files.size(file),
                    file.getFileName().toString(),
                    Files.getLastModifiedTime(file).toInstant());
        } catch (IOException e) {
            counting.close();
            throw e;
        }
    }

    private static PushbackInputStream text(InputStream content) throws IOException {
        PushbackInputStream text = new PushbackInputStream(new BufferedInputStream(content, 1 << 16), 4);
        skipByteOrderMark(text);
        return text;
    }

    /** A stream of a zip does not go back: what it has is looked up beforehand. */
    private static ZipEntry entry(Path file, ZipInputStream zip, Pattern first) throws IOException {
        List<String> names;
        try (ZipFile index = new ZipFile(file.toFile())) {
            names = index.stream().map(ZipEntry::getName).toList();
        }
        String wanted = Stream.of(first, JSON, TABLE)
                .flatMap(pattern ->
                        names.stream().filter(name -> pattern.matcher(name).matches()))
                .findFirst()
                .orElseThrow(() -> new IOException("there is no .json, .ndjson, .csv or .tsv file in this zip"));
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (entry.getName().equals(wanted)) {
                return entry;
            }
        }
        throw new IOException("the zip lists " + wanted + " and does not have it");
    }

    /** When the file, or the entry in the zip, was last changed; at the latest now. */
    Instant date() {
        Instant now = Instant.now();
        return content.date().isAfter(now) ? now : content.date();
    }

    /** Names of columns of a table that say nothing the directory takes. */
    List<String> unknownColumns() {
        return columns == null ? List.of() : columns.unknown();
    }

    boolean isTable() {
        return columns != null;
    }

    /** SHA-256 of the file in lower-case hexadecimal. */
    String hash() throws IOException {
        MessageDigest digest = Documents.sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void skipByteOrderMark(PushbackInputStream in) throws IOException {
        byte[] start = peek(in, 3);
        if (Arrays.equals(start, BYTE_ORDER_MARK)) {
            in.skipNBytes(3);
        }
    }

    private static byte[] peek(PushbackInputStream in, int count) throws IOException {
        byte[] start = in.readNBytes(count);
        in.unread(start);
        return start;
    }

    /** Share of the file that was read, from 0 to 1. */
    double progress() {
        long size = content.size();
        return size == 0 ? 1 : Math.min(1.0, (double) content.counting().count / size);
    }

    /** @throws IOException when the file breaks off or is not JSON at a place from which no way leads on */
    void forEach(Consumer<Entry> entries) throws IOException {
        if (columns != null) {
            rows(columns, entries);
        } else if (isArray()) {
            array(entries);
        } else {
            lines(entries);
        }
    }

    private void rows(CsvColumns columns, Consumer<Entry> entries) throws IOException {
        boolean[] header = {true};
        CsvRows.read(content.text(), (line, cells) -> {
            CsvRow row = CsvRow.of(columns, cells);
            if (!header[0] && !row.isEmpty()) {
                entries.accept(new Entry.Row(line, row));
            }
            header[0] = false;
        });
    }

    private boolean isArray() throws IOException {
        PushbackInputStream text = content.text();
        int first = text.read();
        while (first == ' ' || first == '\t' || first == '\r') {
            first = text.read();
        }
        if (first >= 0) {
            text.unread(first);
        }
        return first == '[';
    }

    private void lines(Consumer<Entry> entries) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(content.text(), StandardCharsets.UTF_8), 1 << 16);
        long number = 0;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            number++;
            if (!line.isBlank()) {
                entries.accept(entry(number, line));
            }
        }
    }

    private static Entry entry(long number, String line) {
        try {
            return new Entry.Json(number, Documents.mapper().readTree(line));
        } catch (JacksonException e) {
            return new Entry.Broken(number, "is not JSON");
        }
    }

    private void array(Consumer<Entry> entries) throws IOException {
        try (JsonParser parser = Documents.mapper().createParser(content.text())) {
            parser.nextToken();
            for (Iterator<Entry> records = records(parser); records.hasNext(); ) {
                entries.accept(records.next());
            }
        } catch (JacksonException e) {
            throw new IOException(
                    "the array is broken at line " + e.getLocation().getLineNr() + ": what comes after it was not read",
                    e);
        }
    }

    private static Iterator<Entry> records(JsonParser parser) {
        return new Iterator<>() {
            private @Nullable JsonToken token = parser.nextToken();

            @Override
            public boolean hasNext() {
                return token != null && token != JsonToken.END_ARRAY;
            }

            @Override
            public Entry next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                long line = parser.currentTokenLocation().getLineNr();
                JsonNode node = ELEMENT.readValue(parser);
                token = parser.nextToken();
                return new Entry.Json(line, node);
            }
        };
    }

    @Override
    public void close() throws IOException {
        content.text().close();
    }

    /** Counts the bytes of the file itself, which tell the share that is done whatever the compression. */
    private static final class Counting extends FilterInputStream {
        private volatile long count;

        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count += read < 0 ? 0 : 1;
            return read;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            count += Math.max(0, read);
            return read;
        }
    }
}
