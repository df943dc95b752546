package dev.waymark.identity.factors;

/** RFC 4648, section 6, without padding; and the alphabet of Douglas Crockford, in which no two characters look alike. */
enum Base32 {
    STANDARD("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"),
    READABLE("0123456789ABCDEFGHJKMNPQRSTVWXYZ");

    private static final int BITS = 5;

    private final String alphabet;

    Base32(String alphabet) {
        this.alphabet = alphabet;
    }

    /** @param bytes a multiple of five, so that no bits are left over */
    String encode(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int buffer = 0;
        int bits = 0;
        for (byte next : bytes) {
            buffer = buffer << Byte.SIZE | next & 0xff;
            bits += Byte.SIZE;
            while (bits >= BITS) {
                bits -= BITS;
                text.append(alphabet.charAt(buffer >> bits & 0x1f));
            }
        }
        return text.toString();
    }

    /** In groups of four, which are read and typed more easily. */
    static String grouped(String text, char separator) {
        return text.replaceAll("(.{4})(?=.)", "$1" + separator);
    }
}
