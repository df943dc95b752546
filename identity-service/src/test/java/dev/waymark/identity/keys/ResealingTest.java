package dev.waymark.identity.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.waymark.identity.TestPostgres;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

class ResealingTest {
    private static final String OLD = "the former secret of the operator";
    private static final String NEW = "the present secret of the operator";
    private static final String PURPOSE = "mail";
    private static final SealedColumn MAIL = new SealedColumn("mail", "id", "sealed", PURPOSE);
    private static final DerivedKeys old = new DerivedKeys(OLD);
    private static final DerivedKeys fresh = new DerivedKeys(NEW);
    private static final DerivedKeys both = new DerivedKeys(NEW, OLD);

    private final HikariDataSource database = pooled(TestPostgres.migrated());
    private final JdbcClient sql = JdbcClient.create(database);

    /** What somebody has, and what the service kept of it. */
    private record Kept(UUID id, byte[] sealed) {}

    @AfterEach
    void close() {
        database.close();
    }

    private static HikariDataSource pooled(DataSource database) {
        HikariConfig pool = new HikariConfig();
        pool.setDataSource(database);
        return new HikariDataSource(pool);
    }

    @Test
    void everythingIsSealedWithTheNewSecretAndTheOldOneIsNotNeededAnyMore() {
        String kid = signingKeys(OLD, "").signing().getKeyID();
        // More than are looked at in one go.
        write(520, old);
        write(7, fresh);

        assertThat(resealing(NEW, OLD, database).run())
                .contains(
                        new Resealing.Outcome("signing_key", 1, 0),
                        new Resealing.Outcome("mail", 520, 0),
                        new Resealing.Outcome("former_key", 0, 0));

        assertThat(unreadableWith(fresh)).isEmpty();
        assertThat(signingKeys(NEW, "").signing().getKeyID()).isEqualTo(kid);
        assertThatThrownBy(() -> signingKeys(OLD, "").signing()).isInstanceOf(UnreadableKeyException.class);
    }

    @Test
    void doneOnceMoreItHasNothingToDo() {
        write(3, old);
        resealing(NEW, OLD, database).run();
        List<byte[]> sealed = rows().stream().map(Kept::sealed).toList();

        assertThat(resealing(NEW, OLD, database).run())
                .allSatisfy(table -> assertThat(table.sealed() + table.left()).isZero());
        assertThat(resealing(NEW, "", database).run())
                .allSatisfy(table -> assertThat(table.sealed() + table.left()).isZero());

        assertThat(rows().stream().map(Kept::sealed).toList()).containsExactlyElementsOf(sealed);
        assertThat(sql.sql("select count(*) from former_key")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void twoAtOnceSealEachRowOnceWhileACopyWrites() throws Exception {
        write(600, old);
        CyclicBarrier together = new CyclicBarrier(3);
        int sealed;
        int rewritten;
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Future<Integer>> resealed = List.of(0, 1).stream()
                    .map(_ -> threads.submit(() -> {
                        Resealing resealing = resealing(NEW, OLD, database);
                        together.await(30, TimeUnit.SECONDS);
                        return resealing.run().stream()
                                .mapToInt(Resealing.Outcome::sealed)
                                .sum();
                    }))
                    .toList();
            Future<Integer> writing = threads.submit(() -> {
                List<Kept> before = rows();
                together.await(30, TimeUnit.SECONDS);
                int count = 0;
                for (int turn = before.size() - 1; turn >= 0; turn -= 5) {
                    count += rewrite(before.get(turn), "changed") ? 1 : 0;
                    write(1, fresh);
                }
                return count;
            });
            rewritten = writing.get();
            sealed = resealed.get(0).get() + resealed.get(1).get();
        }

        assertThat(sealed + rewritten).isEqualTo(600);
        assertThat(unreadableWith(fresh)).isEmpty();
        assertThat(rows()).hasSize(720);
        assertThat(rows().stream()
                        .filter(row -> text(fresh, row).equals("changed"))
                        .count())
                .as("nothing that was written meanwhile is written over")
                .isEqualTo(rewritten);
    }

    @Test
    void stoppedInTheMiddleItLosesNothingAndIsDoneTheNextTime() {
        write(400, old);

        assertThatThrownBy(() -> resealing(NEW, OLD, goneAfter(150)).run()).isInstanceOf(DataAccessException.class);
        int done = 400 - unreadableWith(fresh).size();
        assertThat(done).isBetween(1, 399);
        assertThat(unreadableWith(both)).isEmpty();

        assertThat(resealing(NEW, OLD, database).run()).contains(new Resealing.Outcome("mail", 400 - done, 0));
        assertThat(unreadableWith(fresh)).isEmpty();
    }

    @Test
    void whatACopyWithTheOldSecretWritesMeanwhileIsCounted() {
        write(2, old);
        UUID late = new UUID(0, 1);
        sql.sql("create table late as select ?::uuid id, ?::bytea sealed")
                .param(late)
                .param(old.seal(PURPOSE, late.toString(), bytes("late")))
                .update();
        sql.sql("""
                create function write_late() returns trigger language plpgsql as $$ begin
                    insert into mail (id, kind, sealed, created_at, good_until, due_at)
                    select id, 'login_code', sealed, now(), now(), now() from late on conflict do nothing;
                    return null;
                end $$
                """).update();
        sql.sql("create trigger late after update on mail for each statement execute function write_late()")
                .update();

        assertThat(resealing(NEW, OLD, database).run()).contains(new Resealing.Outcome("mail", 2, 1));
        assertThat(resealing(NEW, OLD, database).run()).contains(new Resealing.Outcome("mail", 1, 0));
    }

    @Test
    void aWrongFormerSecretIsNamedAndChangesNothing() {
        String kid = signingKeys(OLD, "").signing().getKeyID();
        write(20, old);

        assertThatThrownBy(() ->
                        resealing(NEW, "not the secret of before", database).run())
                .isInstanceOf(UnreadableRowsException.class)
                .hasMessageContainingAll(
                        "Nothing was sealed: 21 rows open with neither KEY_ENCRYPTION_SECRET nor KEY_ENCRYPTION_SECRET_FORMER",
                        "signing_key " + kid,
                        "mail " + rows().getFirst().id(),
                        "…",
                        "the former secret is wrong")
                .hasMessageNotContaining("not the secret of before");
        assertThatThrownBy(() -> resealing(NEW, "", database).run())
                .hasMessageContaining("KEY_ENCRYPTION_SECRET_FORMER is not set");

        assertThat(unreadableWith(old)).isEmpty();
        assertThat(signingKeys(OLD, "").signing().getKeyID()).isEqualTo(kid);
        assertThat(sql.sql("select count(*) from former_key")
                        .query(Integer.class)
                        .single())
                .isZero();
    }

    @Test
    void oneRowOfAnotherSecretIsNamedBeforeAnythingIsSealed() {
        write(20, old);
        UUID orphan = write(new DerivedKeys("a secret of long ago"), "lost");

        assertThatThrownBy(() -> resealing(NEW, OLD, database).run())
                .hasMessageContainingAll("1 row opens", "mail " + orphan);

        assertThat(unreadableWith(fresh)).hasSize(21);
        sql.sql("delete from mail where id = ?").param(orphan).update();
        assertThat(resealing(NEW, OLD, database).run()).contains(new Resealing.Outcome("mail", 20, 0));
    }

    @Test
    void hashesOfFormerSecretsStayGoodThroughManyChanges() {
        byte[] hash = new DerivedKeys("first").mac(FormerKeys.RECOVERY_CODE, "a code");
        resealing("second", "first", database).run();
        resealing("third", "second", database).run();

        assertThat(formerKeys(new DerivedKeys("third")).macs(FormerKeys.RECOVERY_CODE, "a code"))
                .contains(hash)
                .contains(new DerivedKeys("second").mac(FormerKeys.RECOVERY_CODE, "a code"))
                .hasSize(3);
        assertThat(formerKeys(new DerivedKeys("third")).macs(FormerKeys.RECOVERY_CODE, "another code"))
                .doesNotContain(hash);
    }

    private static Resealing resealing(String secret, String former, DataSource database) {
        JdbcClient sql = JdbcClient.create(database);
        DerivedKeys keys = new DerivedKeys(secret, former);
        return new Resealing(
                sql,
                keys,
                new SigningKeyRows(new SigningKeyStore(sql), new KeyMaker(secret, former)),
                List.of(MAIL, FormerKeys.sealedFormerKeys()),
                new FormerKeys(sql, keys, Clock.systemUTC()));
    }

    private FormerKeys formerKeys(DerivedKeys keys) {
        return new FormerKeys(sql, keys, Clock.systemUTC());
    }

    private SigningKeys signingKeys(String secret, String former) {
        return new SigningKeys(new SigningKeyStore(sql), new KeyMaker(secret, former), Clock.systemUTC());
    }

    private void write(int count, DerivedKeys keys) {
        for (int turn = 0; turn < count; turn++) {
            write(keys, "as it was");
        }
    }

    private UUID write(DerivedKeys keys, String text) {
        UUID id = sql.sql("select uuidv7()").query(UUID.class).single();
        sql.sql(
                        "insert into mail (id, kind, sealed, created_at, good_until, due_at) values (?, 'login_code', ?, now(), now(), now())")
                .param(id)
                .param(keys.seal(PURPOSE, id.toString(), bytes(text)))
                .update();
        return id;
    }

    /** As a copy that has the new secret: not when the row is another one by now. */
    private boolean rewrite(Kept row, String text) {
        return sql.sql("update mail set sealed = ? where id = ? and sealed = ?")
                        .param(fresh.seal(PURPOSE, row.id().toString(), bytes(text)))
                        .param(row.id())
                        .param(row.sealed())
                        .update()
                == 1;
    }

    private List<Kept> rows() {
        return sql.sql("select id, sealed from mail order by id")
                .query((row, _) -> new Kept(row.getObject("id", UUID.class), row.getBytes("sealed")))
                .list();
    }

    private List<Kept> unreadableWith(DerivedKeys keys) {
        return rows().stream()
                .filter(row ->
                        keys.open(PURPOSE, row.id().toString(), row.sealed()).isEmpty())
                .toList();
    }

    private static String text(DerivedKeys keys, Kept row) {
        return new String(keys.open(PURPOSE, row.id().toString(), row.sealed()).orElseThrow(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A process that is gone after so many statements. */
    private DataSource goneAfter(int statements) {
        AtomicInteger left = new AtomicInteger(statements);
        return new DelegatingDataSource(database) {
            @Override
            public Connection getConnection() throws SQLException {
                if (left.getAndDecrement() <= 0) {
                    throw new SQLException("Connection refused", "08001");
                }
                return super.getConnection();
            }
        };
    }
}
