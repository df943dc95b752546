package dev.waymark.organization;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;

/**
 * A file of records, read as a stream: a JSON array as in ROR's dump, or one record a line (NDJSON); plain, gzip, or a zip whose
 * first {@code .json} or {@code .ndjson} entry counts.
 */
final class ImportFile implements AutoCloseable {
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    /** What follows an element is the next one. */
    private static final ObjectReader ELEMENT =
            Documents.mapper().readerFor(JsonNode.class).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final long size;
    private final Counting counting;
    private final PushbackInputStream text;

    /**
     * One record or a place where one should have been.
     *
     * @param line the line in the file on which it begins, from 1
     * @param node the record; null when there is none
     * @param complaint what is wrong; null when there is a record
     */
    record Entry(
            long line, @Nullable JsonNode node, @Nullable String complaint) {}

    private ImportFile(long size, Counting counting, PushbackInputStream text) {
        this.size = size;
        this.counting = counting;
        this.text = text;
    }

    /** @throws IOException when the file cannot be read, or is a zip without JSON in it */
    static ImportFile open(Path file) throws IOException {
        Counting counting = new Counting(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
        PushbackInputStream raw = new PushbackInputStream(counting, 4);
        byte[] start = peek(raw, 4);
        InputStream content = raw;
        if (start.length >= 2 && start[0] == 0x1f && start[1] == (byte) 0x8b) {
            content = new GZIPInputStream(raw, 1 << 16);
        } else if (start.length == 4 && start[0] == 'P' && start[1] == 'K' && start[2] == 3 && start[3] == 4) {
            content = jsonEntry(new ZipInputStream(raw));
        }
        PushbackInputStream text = new PushbackInputStream(new BufferedInputStream(content, 1 << 16), 4);
        skipByteOrderMark(text);
        return new ImportFile(Files.size(file), counting, text);
    }

    private static InputStream jsonEntry(ZipInputStream zip) throws IOException {
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            if (entry.getName().endsWith(".json") || entry.getName().endsWith(".ndjson")) {
                return zip;
            }
        }
        throw new IOException("there is no .json or .ndjson file in this zip");
    }

    private static void skipByteOrderMark(PushbackInputStream in) throws IOException {
        byte[] start = peek(in, 3);
        if (java.util.Arrays.equals(start, BYTE_ORDER_MARK)) {
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
        return size == 0 ? 1 : Math.min(1.0, (double) counting.count / size);
    }

    /** @throws IOException when the file breaks off or is not JSON at a place from which no way leads on */
    void forEach(Consumer<Entry> entries) throws IOException {
        if (isArray()) {
            array(entries);
        } else {
            lines(entries);
        }
    }

    private boolean isArray() throws IOException {
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
        BufferedReader reader = new BufferedReader(new InputStreamReader(text, StandardCharsets.UTF_8), 1 << 16);
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
            return new Entry(number, Documents.mapper().readTree(line), null);
        } catch (JacksonException e) {
            return new Entry(number, null, "is not JSON");
        }
    }

    private void array(Consumer<Entry> entries) throws IOException {
        try (JsonParser parser = Documents.mapper().createParser(text)) {
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
                return new Entry(line, node, null);
            }
        };
    }

    @Override
    public void close() throws IOException {
        text.close();
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
