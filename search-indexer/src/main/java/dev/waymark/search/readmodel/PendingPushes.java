package dev.waymark.search.readmodel;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What the search engine does not have yet, oldest first. */
@Repository
public class PendingPushes {
    private static final String FINISH = """
            with pushed as (
                select * from unnest(?::uuid[], ?::bigint[]) as pushed (id, number)),
            done as (
                delete from pending_push using pushed
                where pending_push.id = pushed.id and pending_push.number = pushed.number
                returning pending_push.id)
            insert into pending_push (id) select id from pushed where id not in (select id from done)
            on conflict (id) do nothing
            """;

    private final JdbcClient sql;

    PendingPushes(JdbcClient sql) {
        this.sql = sql;
    }

    /** A document that the engine refused. */
    public record Refused(UUID id, String reason) {}

    /**
     * A document that was pushed, or is being so.
     *
     * @param number as in {@link StoredDocument#pushNumber}
     */
    public record Pushed(UUID id, long number) {
        public static Pushed of(StoredDocument document) {
            return new Pushed(document.id(), document.pushNumber());
        }
    }

    /** @param after only greater numbers, 0 from the first */
    public List<StoredDocument> next(long after, int most) {
        return sql.sql("""
                        select id, version, hash, deleted, document, traceparent, number
                        from pending_push join organization_document using (id)
                        where refused_because is null and number > ? order by number limit ?
                        """)
                .param(after)
                .param(most)
                .query((row, _) -> Documents.stored(row))
                .list();
    }

    /**
     * Takes the documents off that are still the ones that were pushed. The others changed meanwhile and stay; one that is not even
     * waiting any more was pushed by another copy of the service, which this push may have overtaken: it waits again.
     */
    public void finish(List<Pushed> pushed) {
        sql.sql(FINISH)
                .params(
                        pushed.stream().map(Pushed::id).toArray(UUID[]::new),
                        pushed.stream().map(Pushed::number).toArray(Long[]::new))
                .update();
    }

    /** Sets a document aside that the engine will not take; it comes back when it changes. */
    public void refuse(Pushed document, String reason) {
        sql.sql("""
                        insert into pending_push (id, refused_because) values (:id, :reason)
                        on conflict (id) do update set refused_because = :reason where pending_push.number = :number
                        """)
                .param("id", document.id())
                .param("reason", reason)
                .param("number", document.number())
                .update();
    }

    /** Lets documents be pushed again, whatever is under way. */
    public void again(Collection<UUID> ids) {
        sql.sql("""
                        insert into pending_push (id) select id from organization_document where id = any (?)
                        on conflict (id) do update set number = nextval('push_number'), refused_because = null
                        """).param(ids.toArray(UUID[]::new)).update();
    }

    /** @return how many refused documents will be tried again */
    public int retryRefused() {
        return sql.sql("""
                        update pending_push set number = nextval('push_number'), refused_because = null
                        where refused_because is not null
                        """).update();
    }

    public List<Refused> refused(int most) {
        return sql.sql(
                        "select id, refused_because from pending_push where refused_because is not null order by id limit ?")
                .param(most)
                .query((row, _) -> new Refused(row.getObject("id", UUID.class), row.getString("refused_because")))
                .list();
    }

    /** How many documents wait, without those that were refused. */
    public long count() {
        return sql.sql("select count(*) from pending_push where refused_because is null")
                .query(Long.class)
                .single();
    }

    /** How many documents wait or were refused. */
    public long countAll() {
        return sql.sql("select count(*) from pending_push").query(Long.class).single();
    }

    /** The number of the newest push that waits, 0 when none does. */
    public long newest() {
        return sql.sql("select coalesce(max(number), 0) from pending_push where refused_because is null")
                .query(Long.class)
                .single();
    }

    /** How many of the pushes up to a number still wait. */
    public long countTo(long number) {
        return sql.sql("select count(*) from pending_push where refused_because is null and number <= ?")
                .param(number)
                .query(Long.class)
                .single();
    }
}
