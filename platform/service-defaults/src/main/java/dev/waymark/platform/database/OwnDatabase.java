package dev.waymark.platform.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.springframework.core.env.Environment;

/** The database of this service at this site. */
final class OwnDatabase {
    private static final String DUPLICATE_DATABASE = "42P04";
    private static final String UNIQUE_VIOLATION = "23505";

    private OwnDatabase() {}

    /** Safe when several copies of a service start at once: whoever loses the race finds the database made. */
    static void createIfMissing(Environment environment) {
        String url = environment.getRequiredProperty("spring.datasource.url");
        String name = url.substring(url.lastIndexOf('/') + 1);
        String server = url.substring(0, url.lastIndexOf('/') + 1) + "postgres";
        Properties login = new Properties();
        login.setProperty("user", environment.getRequiredProperty("spring.datasource.username"));
        login.setProperty("password", environment.getRequiredProperty("spring.datasource.password"));
        login.setProperty("connectTimeout", "5");
        login.setProperty("socketTimeout", "60");
        try (Connection connection = DriverManager.getConnection(server, login)) {
            if (!exists(connection, name)) {
                create(connection, name);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot create the database " + name + ": " + e.getMessage(), e);
        }
    }

    private static boolean exists(Connection connection, String name) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select 1 from pg_database where datname = ?")) {
            query.setString(1, name);
            return query.executeQuery().next();
        }
    }

    private static void create(Connection connection, String name) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // The name is built from SITE, whose form is checked.
            statement.execute("create database \"" + name + "\" template template0 encoding 'UTF8'");
        } catch (SQLException e) {
            if (!DUPLICATE_DATABASE.equals(e.getSQLState()) && !UNIQUE_VIOLATION.equals(e.getSQLState())) {
                throw e;
            }
        }
    }
}
