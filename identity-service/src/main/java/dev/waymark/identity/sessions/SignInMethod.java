package dev.waymark.identity.sessions;

import dev.waymark.identity.factors.Factor;
import java.sql.Array;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** How somebody shows who he is. */
public enum SignInMethod {
    PASSWORD("pwd", Part.FIRST),
    /** A code that was mailed. */
    EMAILED_CODE("email", Part.FIRST),
    /** A passkey with user verification: both factors at once. */
    PASSKEY("hwk", Part.BOTH),
    TOTP("otp", Part.SECOND),
    RECOVERY_CODE("kba", Part.SECOND),
    /** A browser on which the second factor was given not long ago. */
    TRUSTED_BROWSER("rba", Part.SECOND);

    private enum Part {
        FIRST,
        SECOND,
        BOTH
    }

    private final String reference;
    private final Part part;

    SignInMethod(String reference, Part part) {
        this.reference = reference;
        this.part = part;
    }

    /** As it is stored. */
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static SignInMethod of(String title) {
        return valueOf(title.toUpperCase(Locale.ROOT));
    }

    /** Showing a second factor. */
    public static SignInMethod of(Factor factor) {
        return switch (factor) {
            case TOTP -> TOTP;
            case PASSKEY -> PASSKEY;
            case RECOVERY_CODE -> RECOVERY_CODE;
        };
    }

    public boolean isSecondFactor() {
        return part != Part.FIRST;
    }

    /**
     * The claim {@code amr} of ID tokens: references of RFC 8176, section 2 ({@code email} is ours), with {@code mfa} where two
     * factors were given.
     */
    public static List<String> references(Collection<SignInMethod> methods) {
        TreeSet<String> references = new TreeSet<>();
        methods.forEach(method -> references.add(method.reference));
        boolean second = methods.stream().anyMatch(SignInMethod::isSecondFactor);
        boolean first = methods.stream().anyMatch(method -> method.part != Part.SECOND);
        if (first && second) {
            references.add("mfa");
        }
        return List.copyOf(references);
    }

    /** As they are stored. */
    public static String[] titles(Collection<SignInMethod> methods) {
        return methods.stream().map(SignInMethod::title).sorted().toArray(String[]::new);
    }

    /** @param column of {@link #titles} */
    public static Set<SignInMethod> all(Array column) throws SQLException {
        return Arrays.stream((String[]) column.getArray())
                .map(SignInMethod::of)
                .collect(Collectors.toUnmodifiableSet());
    }
}
