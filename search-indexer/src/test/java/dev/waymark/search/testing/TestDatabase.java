package dev.waymark.search.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** One PostgreSQL for all tests of a run; each site has a database of its own in it. */
public final class TestDatabase {
    private static final EmbeddedPostgres SERVER = start();

    private TestDatabase() {}

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For the setting {@code DATABASE_URL}. */
    static String url() {
        return "postgresql://postgres:postgres@localhost:" + SERVER.getPort();
    }

    /** A database of its own, with nothing in it. */
    public static DataSource fresh() {
        String name = IndexerUnderTest.freshSite();
        JdbcClient.create(SERVER.getPostgresDatabase())
                .sql("create database " + name)
                .update();
        return SERVER.getDatabase("postgres", name);
    }
}
