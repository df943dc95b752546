package dev.waymark.identity.administration;

import dev.waymark.identity.accounts.EmailAddress;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.text.Normalizer;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds accounts by what people know of them. */
@Component
class AccountSearch {
    private static final Pattern ID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final String SELECT = "select id, email, display_name, roles, enabled, created_at from account ";

    private final JdbcClient sql;

    AccountSearch(JdbcClient sql) {
        this.sql = sql;
    }

    static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** @param text an id, an address, or how one begins; the address itself comes first */
    List<FoundAccount> find(String text, int most) {
        String typed = Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
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
