package dev.waymark.identity.factors.pages;

import io.nayuki.qrcodegen.QrCode;

/**
 * A QR code as an SVG path.
 *
 * @param size width and height in modules, with the quiet zone (ISO/IEC 18004, section 5.3.8)
 * @param path the dark modules
 */
public record QrImage(int size, String path) {
    private static final int QUIET_ZONE = 4;

    static QrImage of(String text) {
        QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
        StringBuilder path = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) {
                    path.append('M')
                            .append(x + QUIET_ZONE)
                            .append(' ')
                            .append(y + QUIET_ZONE)
                            .append("h1v1h-1z");
                }
            }
        }
        return new QrImage(code.size + 2 * QUIET_ZONE, path.toString());
    }
}
