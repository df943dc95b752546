package dev.waymark.organization.syndication;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpRange;

/**
 * The part of a file that a request wants.
 *
 * @param first position of the first byte, from 0
 * @param last position of the last byte
 */
record ByteRange(long first, long last) {
    /**
     * RFC 9110, section 14.2: a unit that is not known, or a header that cannot be read, counts as none; nor is there a need to answer
     * several ranges at once.
     *
     * @param header the header {@code Range}; null when there is none
     * @param length of the whole file in bytes
     * @return empty when the whole file is to be answered; a range that begins behind the end cannot be satisfied
     */
    static Optional<ByteRange> of(@Nullable String header, long length) {
        try {
            List<HttpRange> ranges = HttpRange.parseRanges(header);
            return ranges.size() == 1
                    ? Optional.of(new ByteRange(
                            ranges.getFirst().getRangeStart(length),
                            ranges.getFirst().getRangeEnd(length)))
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    long length() {
        return last - first + 1;
    }
}
