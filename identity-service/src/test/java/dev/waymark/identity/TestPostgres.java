package dev.waymark.identity;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** One PostgreSQL for all tests of this module. */
public final class TestPostgres {
    private static final EmbeddedPostgres server = start();

    private TestPostgres() {}

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder()
                    // The slots of the sites of all tests.
                    .setServerConfig("wal_level", "logical")
                    .setServerConfig("max_replication_slots", "100")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int port() {
        return server.getPort();
    }

    /** A new database with the service's schema. */
    public static DataSource migrated() {
        String name = "d" + Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);
        JdbcClient.create(server.getPostgresDatabase())
                .sql("create database " + name)
                .update();
        DataSource database = server.getDatabase("postgres", name);
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/outbox", "classpath:db/migration")
                .load()
                .migrate();
        return database;
    }

    public static Breakable breakable(DataSource database) {
        return new Breakable(database);
    }

    /** A data source whose server can be taken away: it then refuses connections as an unreachable one does. */
    public static final class Breakable extends DelegatingDataSource {
        private volatile boolean broken;

        Breakable(DataSource database) {
            super(database);
        }

        public void breakDown() {
            broken = true;
        }

        public void repair() {
            broken = false;
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (broken) {
                throw new SQLException("Connection refused", "08001");
            }
            return super.getConnection();
        }
    }
}
