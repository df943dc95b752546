package dev.waymark.organization;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.ObjectReader;
import tools.jackson.dataformat.csv.CsvMapper;
import tools.jackson.dataformat.csv.CsvReadFeature;
import tools.jackson.dataformat.csv.CsvSchema;

/** A table in text (RFC 4180), whose separator is seen in its header line. */
final class CsvRows {
    /** A header longer than this is none. */
    private static final int LONGEST_HEADER = 1 << 16;

    private static final String SEPARATORS = ",;\t";
    private static final ObjectReader ROWS =
            CsvMapper.builder().enable(CsvReadFeature.SKIP_EMPTY_LINES).build().readerFor(String[].class);

    private CsvRows() {}

    interface Taker {
        void take(long line, String[] cells);
    }

    /**
     * Every row, the header first.
     *
     * @throws IOException when it is not UTF-8, or broken at a place from which no way leads on
     */
    static void read(InputStream text, Taker rows) throws IOException {
        BufferedReader reader = new BufferedReader(
                new InputStreamReader(
                        text,
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT)),
                LONGEST_HEADER);
        long line = 1;
        try {
            CsvSchema schema = CsvSchema.emptySchema().withColumnSeparator(separator(reader));
            List<String> cells = new ArrayList<>();
            try (JsonParser parser = ROWS.with(schema).createParser(reader)) {
                for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                    if (token == JsonToken.VALUE_STRING) {
                        // Where a row begins is known once its first cell is read.
                        line = cells.isEmpty() ? parser.currentTokenLocation().getLineNr() : line;
                        cells.add(parser.getString());
                    } else if (token == JsonToken.END_ARRAY) {
                        rows.take(line, cells.toArray(String[]::new));
                        cells.clear();
                    }
                }
            }
        } catch (JacksonException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                throw notUtf8(line, e);
            }
            throw new IOException(
                    "the table is broken at line "
                            + Math.max(
                                    line,
                                    e.getLocation() == null
                                            ? 0
                                            : e.getLocation().getLineNr()) + ": is a quote missing?",
                    e);
        } catch (CharacterCodingException e) {
            throw notUtf8(line, e);
        }
    }

    private static IOException notUtf8(long line, Exception cause) {
        return new IOException(
                "the table is not in UTF-8 (somewhere behind line " + line
                        + "): a spreadsheet saves it so as 'CSV UTF-8'",
                cause);
    }

    private static char separator(BufferedReader reader) throws IOException {
        reader.mark(LONGEST_HEADER);
        int[] counts = new int[SEPARATORS.length()];
        boolean quoted = false;
        for (int read = 1; read < LONGEST_HEADER; read++) {
            int letter = reader.read();
            if (letter < 0 || (letter == '\n' && !quoted)) {
                break;
            }
            quoted ^= letter == '"';
            int separator = SEPARATORS.indexOf(letter);
            if (separator >= 0 && !quoted) {
                counts[separator]++;
            }
        }
        reader.reset();
        int most = Arrays.stream(counts).max().orElse(0);
        int index = 0;
        while (counts[index] < most) {
            index++;
        }
        return SEPARATORS.charAt(index);
    }

    /** Reads the whole table once, so that a broken one is found before anything of it is stored. */
    static CsvColumns columns(InputStream text, Map<String, String> mapping, String split) throws IOException {
        var header = new Object() {
            @Nullable
            List<String> names;
        };
        read(text, (_, cells) -> {
            if (header.names == null) {
                header.names = Arrays.stream(cells).map(String::strip).toList();
            }
        });
        return CsvColumns.of(header.names == null ? List.of() : header.names, mapping, split);
    }
}
