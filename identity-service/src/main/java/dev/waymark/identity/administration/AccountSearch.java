package dev.waymark.identity.administration;

import dev.waymark.identity.accounts.Account;
import dev.waymark.identity.accounts.AccountEvent;
import dev.waymark.identity.accounts.AccountTrail;
import dev.waymark.identity.accounts.EmailAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.text.Normalizer;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Finds accounts by what people know of them. */
@Component
class AccountSearch {
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final String SELECT = "select id, email, display_name, roles, enabled, created_at from account ";

    private final JdbcClient sql;
    private final AccountTrail trail;

    AccountSearch(JdbcClient sql, AccountTrail trail) {
        this.sql = sql;
        this.trail = trail;
    }

    /** What an account is searched for by. */
    private enum Kind {
        ID,
        /** A whole address; those that begin with it are found as well. */
        ADDRESS,
        BEGINNING;

        static Kind of(String typed) {
            return isId(typed) ? ID : EmailAddress.of(typed).isPresent() ? ADDRESS : BEGINNING;
        }
    }

    /**
     * As {@link #find}, for the staff, and written down in the trail of who searches: the accounts that were found are others'. Not what
     * was typed, which may be the address of somebody who has no account here, or a slip of the hand: the log keeps things for a year,
     * and nobody could take it out. Whose account was meant follows from the id where one was found, and from the page that was opened.
     *
     * @throws IllegalArgumentException when no account searches
     */
    @Transactional
    List<FoundAccount> findForStaff(String text, int most, By by) {
        if (!(by.staff() instanceof Account staff)) {
            throw new IllegalArgumentException("commands have no account");
        }
        List<FoundAccount> found = find(text, most);
        Map<String, String> details = new HashMap<>();
        details.put("by", Kind.of(normalized(text)).name().toLowerCase(Locale.ROOT));
        details.put("found", String.valueOf(found.size()));
        if (found.size() == 1) {
            details.put("account", found.getFirst().id().toString());
        }
        trail.record(staff.id(), AccountEvent.ACCOUNTS_SEARCHED, by.actor(), details);
        return found;
    }

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** @param text an id, an address, or how one begins; the address itself comes first */
    List<FoundAccount> find(String text, int most) {
        String typed = normalized(text);
        if (isId(typed)) {
            return sql.sql(SELECT + "where id = ?")
                    .param(UUID.fromString(typed))
                    .query((row, _) -> found(row))
                    .list();
        }
        String key = EmailAddress.of(typed).map(EmailAddress::key).orElseGet(() -> typed.toLowerCase(Locale.ROOT));
        return sql.sql(SELECT + "where email_key like ? order by email_key limit ?")
                .param(key.replaceAll("[\\\\%_]", "\\\\$0") + "%")
                .param(most)
                .query((row, _) -> found(row))
                .list();
    }

    private static String normalized(String text) {
        return Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
    }

    /** Everybody with a role. */
    List<FoundAccount> staff() {
        return sql.sql(SELECT + "where roles <> '{}' order by email_key")
                .query((row, _) -> found(row))
                .list();
    }

    private static FoundAccount found(ResultSet row) throws SQLException {
        return new FoundAccount(
                row.getObject("id", UUID.class),
                row.getString("email"),
                row.getString("display_name"),
                List.of((String[]) row.getArray("roles").getArray()),
                row.getBoolean("enabled"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}
