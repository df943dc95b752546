package dev.waymark.identity.sessions;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** How somebody shows who he is. */
public enum SignInMethod {
    PASSWORD("pwd", Factor.FIRST),
    /** A code that was mailed. */
    EMAILED_CODE("email", Factor.FIRST),
    /** A passkey with user verification: both factors at once. */
    PASSKEY("hwk", Factor.BOTH),
    TOTP("otp", Factor.SECOND),
    RECOVERY_CODE("kba", Factor.SECOND),
    /** A browser on which the second factor was given not long ago. */
    TRUSTED_BROWSER("rba", Factor.SECOND);

    private enum Factor {
        FIRST,
        SECOND,
        BOTH
    }

    private final String reference;
    private final Factor factor;

    SignInMethod(String reference, Factor factor) {
        this.reference = reference;
        this.factor = factor;
    }

    /** As it is stored. */
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    static SignInMethod of(String title) {
        return valueOf(title.toUpperCase(Locale.ROOT));
    }

    public boolean isSecondFactor() {
        return factor != Factor.FIRST;
    }

    /**
     * The claim {@code amr} of ID tokens: references of RFC 8176, section 2 ({@code email} is ours), with {@code mfa} where two
     * factors were given.
     */
    public static List<String> references(Collection<SignInMethod> methods) {
        TreeSet<String> references = new TreeSet<>();
        methods.forEach(method -> references.add(method.reference));
        boolean second = methods.stream().anyMatch(SignInMethod::isSecondFactor);
        boolean first = methods.stream().anyMatch(method -> method.factor != Factor.SECOND);
        if (first && second) {
            references.add("mfa");
        }
        return List.copyOf(references);
    }

    static String[] titles(Collection<SignInMethod> methods) {
        return methods.stream().map(SignInMethod::title).sorted().toArray(String[]::new);
    }

    static List<SignInMethod> all(String[] titles) {
        return Arrays.stream(titles).map(SignInMethod::of).toList();
    }
}
