package dev.waymark.identity.mail;

import dev.waymark.identity.keys.DerivedKeys;
import dev.waymark.identity.keys.SealedColumn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of mails on their way. Every copy of the service takes from it; a mail is with one of them at a time. */
@Component
class MailQueue {
    /** Longer than the mail server can take by the timeouts of {@link MailServer}: whoever is silent for this long is gone. */
    static final Duration LEASE = Duration.ofMinutes(3);

    private static final String PURPOSE = "mail";

    private final JdbcClient sql;
    private final DerivedKeys keys;

    MailQueue(JdbcClient sql, DerivedKeys keys) {
        this.sql = sql;
        this.keys = keys;
    }

    @Bean
    static SealedColumn sealedMails() {
        return new SealedColumn("mail", "id", "sealed", PURPOSE);
    }

    /**
     * What is waiting.
     *
     * @param oldest how long the oldest has waited; zero when there is none
     */
    record Waiting(long count, Duration oldest) {}

    /** The same work for every kind: how long it takes tells nobody what was mailed. */
    void put(MailKind kind, Letter letter, Instant now) {
        UUID id = sql.sql("select uuidv7()").query(UUID.class).single();
        sql.sql("insert into mail (id, kind, sealed, created_at, good_until, due_at) values (?, ?, ?, ?, ?, ?)")
                .param(id)
                .param(kind.title())
                .param(keys.seal(PURPOSE, id.toString(), letter.toBytes()))
                .param(time(now))
                .param(time(now.plus(kind.goodFor())))
                .param(time(now))
                .update();
    }

    /** Takes the mail that is due for longest, for as long as a lease lasts. */
    Optional<QueuedMail> claim(Instant now) {
        return sql.sql("""
                        update mail set claimed_until = ?, attempts = attempts + 1
                        where id = (
                            select id from mail
                            where due_at <= ? and good_until > ? and (claimed_until is null or claimed_until <= ?)
                            order by due_at limit 1 for update skip locked)
                        returning id, kind, sealed, created_at, good_until, attempts
                        """)
                .param(time(now.plus(LEASE)))
                .param(time(now))
                .param(time(now))
                .param(time(now))
                .query((row, _) -> mail(row))
                .optional();
    }

    /** @return empty when KEY_ENCRYPTION_SECRET is another one by now, or the row was altered */
    Optional<Letter> open(QueuedMail mail) {
        return keys.open(PURPOSE, mail.id().toString(), mail.sealed()).map(Letter::of);
    }

    /** Its way is over, whoever may have it. */
    void remove(QueuedMail mail) {
        sql.sql("delete from mail where id = ?").param(mail.id()).update();
    }

    /** Lets it wait for another attempt, unless somebody else has taken it meanwhile. */
    void postpone(QueuedMail mail, Instant dueAt) {
        sql.sql("update mail set due_at = ?, claimed_until = null where id = ? and attempts = ?")
                .param(time(dueAt))
                .param(mail.id())
                .param(mail.attempts())
                .update();
    }

    /** Lets nobody wait any more who waited because the mail server was away. */
    void hurry(Instant now) {
        sql.sql("update mail set due_at = ? where due_at > ? and claimed_until is null")
                .param(time(now))
                .param(time(now))
                .update();
    }

    /** Drops what is of no use any more. @return the kinds of what was dropped */
    List<MailKind> removeStale(Instant now) {
        return sql.sql("""
                        delete from mail where good_until <= ? and (claimed_until is null or claimed_until <= ?) returning kind
                        """).param(time(now)).param(time(now)).query(String.class).list().stream()
                .map(MailKind::of)
                .toList();
    }

    /** When something can be taken next, as far as is known now; empty when nothing waits. */
    Optional<Instant> nextDue() {
        return sql.sql("select min(greatest(due_at, claimed_until)) from mail")
                .query((row, _) -> Optional.ofNullable(row.getObject(1, OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant))
                .single();
    }

    Waiting waiting(Instant now) {
        return sql.sql("select count(*), min(created_at) from mail")
                .query((row, _) -> {
                    OffsetDateTime oldest = row.getObject(2, OffsetDateTime.class);
                    return new Waiting(
                            row.getLong(1), oldest == null ? Duration.ZERO : Duration.between(oldest.toInstant(), now));
                })
                .single();
    }

    private static QueuedMail mail(ResultSet row) throws SQLException {
        return new QueuedMail(
                row.getObject("id", UUID.class),
                MailKind.of(row.getString("kind")),
                row.getBytes("sealed"),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                row.getObject("good_until", OffsetDateTime.class).toInstant(),
                row.getInt("attempts"));
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
