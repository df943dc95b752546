package dev.waymark.identity.administration;

import dev.waymark.identity.accounts.Account;
import dev.waymark.identity.accounts.StaffRole;
import dev.waymark.identity.browser.Device;
import dev.waymark.identity.sessions.LoginSession;
import dev.waymark.platform.pages.Texts;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the staff sees of an account.
 *
 * @param audit the newest first
 * @param older the entry after which older ones follow; null when there are none
 * @param helpable whether who looks may act on it
 * @param rolesChangeable whether who looks may change its roles
 */
public record AccountView(
        Account account,
        List<LoginSession> sessions,
        List<LostFactors.Removable> factors,
        List<AuditEntry> audit,
        @Nullable UUID older,
        boolean helpable,
        boolean rolesChangeable) {
    public AccountView {
        sessions = List.copyOf(sessions);
        factors = List.copyOf(factors);
        audit = List.copyOf(audit);
    }

    /** The second in UTC, shorter than elsewhere: a list is full of them. */
    public static String moment(Texts t, Instant at) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM)
                .withLocale(t.language().locale())
                .format(at.atOffset(ZoneOffset.UTC));
    }

    /** What a browser says that it is, in short where it is one of those that people use. */
    public static String device(Texts t, String userAgent) {
        String device = Device.describe(userAgent);
        return !device.isEmpty() ? device : !userAgent.isEmpty() ? userAgent : t.get("sessions.unknown");
    }

    public static String methods(Texts t, LoginSession session) {
        return session.methods().stream()
                .map(method -> t.find("admin.method." + method.title()).orElse(method.title()))
                .collect(Collectors.joining(", "));
    }

    /** The name of an event; its title while it has none. */
    public static String event(Texts t, AuditEntry entry) {
        return t.find("admin.event." + entry.type()).orElse(entry.type());
    }

    public static String actor(Texts t, AuditEntry entry) {
        return t.find("admin.actor." + entry.actor()).orElse(entry.actor());
    }

    public static String details(AuditEntry entry) {
        return entry.details().entrySet().stream().map(AccountView::pair).collect(Collectors.joining(", "));
    }

    private static String pair(Map.Entry<String, String> detail) {
        return detail.getKey() + ": " + detail.getValue();
    }

    public boolean has(StaffRole role) {
        return account.roles().contains(role);
    }

    @Override
    public String toString() {
        return "AccountView[" + account.id() + "]";
    }
}
