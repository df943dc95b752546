package dev.waymark.billing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One PostgreSQL for all tests of this module. */
final class TestPostgres {
    private static final EmbeddedPostgres server = start();

    private TestPostgres() {}

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int port() {
        return server.getPort();
    }

    static String newName() {
        return "t" + Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);
    }

    /** A new database with the service's schema and its first plans. */
    static DataSource migrated() {
        String name = newName();
        JdbcClient.create(server.getPostgresDatabase())
                .sql("create database " + name)
                .update();
        DataSource database = server.getDatabase("postgres", name);
        Flyway.configure().dataSource(database).load().migrate();
        return database;
    }
}
