package dev.waymark.organization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.waymark.platform.outbox.OutboxSlot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

/** An import never costs the replication slot, however far Kafka is behind. */
class WalPressureTest extends ServiceTest {
    @TempDir
    private Path folder;

    @Autowired
    private Importer importer;

    @Autowired
    private OutboxSlot slot;

    @AfterEach
    void noLimit() {
        limit("-1");
    }

    @Test
    void anImportWaitsWhileTheSlotNearsItsLimitAndGoesOnOnceKafkaHasCaughtUp() throws Exception {
        makeSlot();
        limit("160MB");
        sql.sql("select pg_logical_emit_message(false, 'test', repeat('x', 1000000)) from generate_series(1, 112)")
                .query()
                .listOfRows();
        AtomicInteger waits = new AtomicInteger();

        try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
            Future<Importer.Counts> counts = executor.submit(() -> run(waits));
            await().untilAsserted(() -> assertThat(waits)
                    .as("%s %s", slot.state(), counts.isDone() ? counts.get() : "")
                    .hasValueGreaterThan(2));
            assertThat(counts.isDone()).isFalse();
            assertThat(get("/api/v1/organizations?identifier=ror:0pat6nt01").statusCode())
                    .isEqualTo(404);

            await().atMost(Duration.ofSeconds(30)).until(() -> {
                confirmEverything();
                return counts.isDone();
            });
            assertThat(counts.get()).isEqualTo(new Importer.Counts(1, 0, 0, 0));
        }
        assertThat(slot.state()).isInstanceOf(OutboxSlot.State.Alive.class);
    }

    private Importer.Counts run(AtomicInteger waits) throws Exception {
        Path records = Files.writeString(folder.resolve("records"), """
                {"id":"https://ror.org/0pat6nt01","status":"active","types":["education"],
                 "names":[{"value":"Patient Institute","lang":"en","types":["ror_display","label"]}],
                 "locations":[{"geonames_id":1,"geonames_details":{"country_code":"CH"}}]}""".replace("\n", ""));
        try (ImportFile file = ImportFile.open(records)) {
            return importer.run(file, TestImports.settings(file), new TestImports.Listener() {
                @Override
                public void waiting() {
                    waits.incrementAndGet();
                }
            });
        }
    }

    private void makeSlot() {
        List<String> slots = sql.sql("select slot_name from pg_replication_slots where slot_name = ?")
                .param(slot.name())
                .query(String.class)
                .list();
        if (slots.isEmpty()) {
            sql.sql("select pg_create_logical_replication_slot(?, 'pgoutput')")
                    .param(slot.name())
                    .query()
                    .singleRow();
        }
    }

    /** What Connect does once Kafka has the records. */
    private void confirmEverything() {
        sql.sql("select pg_log_standby_snapshot()").query().singleRow();
        sql.sql("select pg_replication_slot_advance(?, pg_current_wal_insert_lsn())")
                .param(slot.name())
                .query()
                .singleRow();
    }

    private void limit(String size) {
        sql.sql("alter system set max_slot_wal_keep_size = '" + size + "'").update();
        sql.sql("select pg_reload_conf()").query().singleRow();
    }
}
