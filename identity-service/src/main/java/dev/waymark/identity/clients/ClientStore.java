package dev.waymark.identity.clients;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of clients. Each write is one conditional statement. */
@Component
class ClientStore {
    private static final String COLUMNS = "id, name, secret_hash, scopes, enabled, created_at, redirect_uris,"
            + " post_logout_redirect_uris, is_public,"
            + " case when previous_secret_until > ? then previous_secret_hash end as previous_secret_hash";

    private final JdbcClient sql;

    ClientStore(JdbcClient sql) {
        this.sql = sql;
    }

    /** @param now for which the valid secrets are asked */
    Optional<Client> byName(String name, Instant now) {
        return sql.sql("select " + COLUMNS + " from client where name = ?")
                .param(time(now))
                .param(name)
                .query((row, _) -> client(row))
                .optional();
    }

    /** As {@link #byName}. */
    Optional<Client> byId(UUID id, Instant now) {
        return sql.sql("select " + COLUMNS + " from client where id = ?")
                .param(time(now))
                .param(id)
                .query((row, _) -> client(row))
                .optional();
    }

    List<Client> all(Instant now) {
        return sql.sql("select " + COLUMNS + " from client order by name")
                .param(time(now))
                .query((row, _) -> client(row))
                .list();
    }

    /**
     * @param secretHash null for a public client
     * @return false when the name is taken
     */
    boolean insert(Registration client, @Nullable String secretHash, Instant now) {
        return sql.sql("""
                        insert into client (name, secret_hash, scopes, redirect_uris, post_logout_redirect_uris, is_public,
                            created_at)
                        values (?, ?, ?, ?, ?, ?, ?)
                        on conflict (name) do nothing
                        """).params(columns(client, secretHash, now)).update() == 1;
    }

    /**
     * Makes the client, or gives an existing one what it should have, and this secret.
     *
     * @param seen the secret's hash that the decision was made on; when it is another one by now, nothing changes
     */
    void ensure(Registration client, String secretHash, @Nullable String seen, Instant now) {
        sql.sql("""
                insert into client (name, secret_hash, scopes, redirect_uris, post_logout_redirect_uris, is_public, created_at)
                values (?, ?, ?, ?, ?, ?, ?)
                on conflict (name) do update set secret_hash = excluded.secret_hash, scopes = excluded.scopes,
                    redirect_uris = excluded.redirect_uris, post_logout_redirect_uris = excluded.post_logout_redirect_uris
                where client.secret_hash = ?
                """).params(columns(client, secretHash, now)).param(seen).update();
    }

    /** Makes a client without a secret, or gives an existing one these scopes. */
    void ensureWithoutSecret(String name, Set<String> scopes, Instant now) {
        sql.sql("""
                insert into client (name, scopes, created_at) values (?, ?, ?)
                on conflict (name) do update set scopes = excluded.scopes, secret_hash = null
                where client.scopes <> excluded.scopes or client.secret_hash is not null
                """).param(name).param(array(scopes)).param(time(now)).update();
    }

    /** @return false when there is no such client */
    boolean setEnabled(String name, boolean enabled) {
        return sql.sql("update client set enabled = ? where name = ?")
                        .param(enabled)
                        .param(name)
                        .update()
                == 1;
    }

    /**
     * @param previousUntil until when the secret of now stays valid beside the new one
     * @return false when there is no such client, or it has no secret
     */
    boolean replaceSecret(String name, String secretHash, Instant previousUntil) {
        return sql.sql("""
                        update client set previous_secret_hash = secret_hash, previous_secret_until = ?, secret_hash = ?
                        where name = ? and secret_hash is not null
                        """)
                        .param(time(previousUntil))
                        .param(secretHash)
                        .param(name)
                        .update()
                == 1;
    }

    /**
     * As {@link #replaceSecret(String, String, Instant)}, on what somebody has seen: of two who do so at once, one wins.
     *
     * @param seen the stored secrets, of which one must still be the client's newest
     */
    boolean replaceSecret(String name, String secretHash, Instant previousUntil, Set<String> seen) {
        return sql.sql("""
                        update client set previous_secret_hash = secret_hash, previous_secret_until = ?, secret_hash = ?
                        where name = ? and secret_hash = any(?)
                        """)
                        .param(time(previousUntil))
                        .param(secretHash)
                        .param(name)
                        .param(array(seen))
                        .update()
                == 1;
    }

    /** @return false when there is no such client, or it is so already */
    boolean changeEnabled(String name, boolean enabled) {
        return sql.sql("update client set enabled = ? where name = ? and enabled <> ?")
                        .param(enabled)
                        .param(name)
                        .param(enabled)
                        .update()
                == 1;
    }

    /** @return false when there is no such client */
    boolean delete(String name) {
        return sql.sql("delete from client where name = ?").param(name).update() == 1;
    }

    /** Whether an enabled public client is at an origin: one of its redirect URIs begins with it. */
    boolean isOriginOfPublicClient(String origin) {
        return sql.sql("""
                        select exists (select 1 from client, unnest(redirect_uris) uri
                            where enabled and is_public and starts_with(uri || '/', ? || '/'))
                        """).param(origin).query(Boolean.class).single();
    }

    private static List<Object> columns(Registration client, @Nullable String secretHash, Instant now) {
        return Arrays.asList(
                client.name(),
                secretHash,
                array(client.scopes()),
                array(client.redirectUris()),
                array(client.postLogoutRedirectUris()),
                client.isPublic(),
                time(now));
    }

    private static String[] array(Set<String> values) {
        return new TreeSet<>(values).toArray(String[]::new);
    }

    private static Set<String> set(ResultSet row, String column) throws SQLException {
        return Set.of((String[]) row.getArray(column).getArray());
    }

    private static Client client(ResultSet row) throws SQLException {
        Set<String> secrets = Stream.of(row.getString("secret_hash"), row.getString("previous_secret_hash"))
                .filter(secret -> secret != null)
                .collect(Collectors.toSet());
        return new Client(
                row.getObject("id", UUID.class),
                row.getString("name"),
                secrets,
                set(row, "scopes"),
                row.getBoolean("enabled"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                set(row, "redirect_uris"),
                set(row, "post_logout_redirect_uris"),
                row.getBoolean("is_public"));
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
