package dev.waymark.organization.syndication;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * A place in the change feed, between two changes. For its holder it is an opaque text of URL-safe letters.
 *
 * @param generation what the other two count in
 * @param xact the transaction before the place, or in which the place is
 * @param id the organisation before the place, among those of the transaction
 */
record ChangeCursor(UUID generation, long xact, UUID id) {
    private static final UUID NOBODY = new UUID(0, 0);
    private static final byte FORM = 1;
    private static final int SUM_AT = 1 + 16 + 8 + 16;
    private static final int LENGTH = SUM_AT + Integer.BYTES;

    /** Before every change. */
    static ChangeCursor start(UUID generation) {
        return beforeTransaction(generation, 0);
    }

    /** Before every change of this transaction and of those with greater numbers. */
    static ChangeCursor beforeTransaction(UUID generation, long xact) {
        return new ChangeCursor(generation, xact, NOBODY);
    }

    /** @return empty when the text is not a cursor that {@link #encoded()} made */
    static Optional<ChangeCursor> decode(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
        if (bytes.length != LENGTH) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte form = in.get();
        ChangeCursor cursor = new ChangeCursor(uuid(in), in.getLong(), uuid(in));
        // Half a cursor, or one with a slip in it, must not pass for one of an earlier generation.
        return form == FORM && cursor.xact >= 0 && in.getInt() == sum(bytes) ? Optional.of(cursor) : Optional.empty();
    }

    String encoded() {
        ByteBuffer out = ByteBuffer.allocate(LENGTH).put(FORM);
        put(out, generation);
        out.putLong(xact);
        put(out, id);
        out.putInt(sum(out.array()));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(out.array());
    }

    private static int sum(byte[] bytes) {
        CRC32C sum = new CRC32C();
        sum.update(bytes, 0, SUM_AT);
        return (int) sum.getValue();
    }

    private static UUID uuid(ByteBuffer in) {
        return new UUID(in.getLong(), in.getLong());
    }

    private static void put(ByteBuffer out, UUID uuid) {
        out.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
    }
}
