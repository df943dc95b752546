package dev.waymark.identity.signin;

import dev.waymark.identity.codes.CodePurpose;

/**
 * What a mailed code is for, and where it is typed.
 *
 * @param begin the page where it begins; the code is typed below it
 * @param resend where another mail is asked for; {@code begin} when that is done by beginning anew
 */
public record CodePlace(CodePurpose purpose, String begin, String resend) {
    String page() {
        return begin + "/code";
    }
}
