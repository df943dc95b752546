package dev.waymark.organization.syndication;

import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;

/** The file of a dump while it is written: goes into the store in pieces of one length, and is measured on the way. */
final class DumpPieces extends OutputStream {
    private final DumpStore store;
    private final UUID dump;
    private final MessageDigest digest;
    private final byte[] piece = new byte[DumpStore.PIECE];
    private int filled;
    private int pieces;
    private long bytes;

    DumpPieces(DumpStore store, UUID dump) {
        this.store = store;
        this.dump = dump;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        digest.update(from, offset, length);
        bytes += length;
        int at = offset;
        int left = length;
        while (left > 0) {
            int some = Math.min(left, piece.length - filled);
            System.arraycopy(from, at, piece, filled, some);
            filled += some;
            at += some;
            left -= some;
            if (filled == piece.length) {
                store();
            }
        }
    }

    /** Stores what is left. */
    @Override
    public void close() {
        if (filled > 0) {
            store();
        }
    }

    private void store() {
        store.append(dump, pieces, Arrays.copyOf(piece, filled));
        pieces++;
        filled = 0;
    }

    long bytes() {
        return bytes;
    }

    /** To be asked once, at the end. */
    String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
