package dev.waymark.search.indexing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Decides which copy of the service pushes: the one that holds an advisory lock of the database, for as long as its connection lives.
 * The same connection hears of documents that other copies took in.
 */
@Component
public class PushLock {
    private static final Logger log = LoggerFactory.getLogger(PushLock.class);
    private static final long KEY = 0x7761796d61726bL;
    private static final String CHANNEL = "pending_push";
    private static final Duration RETRY = Duration.ofMillis(500);

    private final DataSource database;
    private final JdbcClient sql;
    private final BlockingQueue<Boolean> signal = new ArrayBlockingQueue<>(1);
    private volatile long term;
    private volatile boolean held;

    PushLock(DataSource database, JdbcClient sql) {
        this.database = database;
        this.sql = sql;
    }

    /** The number of times that this copy got the lock, or 0 while it has not got it. */
    long term() {
        return held ? term : 0;
    }

    /** Whether this copy of the service is the one that pushes. */
    public boolean isHeld() {
        return held;
    }

    /** Tells whoever pushes that something is pending; called after the commit that made it so. */
    public void wake() {
        if (held) {
            raise();
            return;
        }
        try {
            sql.sql("select pg_notify('" + CHANNEL + "', '')")
                    .query(String.class)
                    .single();
        } catch (DataAccessException _) {
            // The holder looks for itself every second.
        }
    }

    private void raise() {
        // A signal that is not yet taken says the same.
        boolean _ = signal.offer(true);
    }

    /** @return whether somebody called within the time */
    boolean await(Duration time) throws InterruptedException {
        return signal.poll(time.toMillis(), TimeUnit.MILLISECONDS) != null;
    }

    /** Competes for the lock and keeps it, until interrupted. */
    void keep() {
        try {
            while (true) {
                try (Connection connection = database.getConnection()) {
                    if (tryLock(connection)) {
                        hold(connection);
                    }
                } catch (SQLException e) {
                    log.warn("the push lock cannot be had: {}", e.getMessage());
                }
                Thread.sleep(RETRY);
            }
        } catch (InterruptedException _) {
            // The service stops.
        }
    }

    private static boolean tryLock(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery("select pg_try_advisory_lock(" + KEY + ")")) {
            return answer.next() && answer.getBoolean(1);
        }
    }

    private void hold(Connection connection) throws SQLException, InterruptedException {
        PGConnection notified = connection.unwrap(PGConnection.class);
        try (Statement statement = connection.createStatement()) {
            statement.execute("listen " + CHANNEL);
            term++;
            held = true;
            log.info("this copy pushes to the search engine");
            raise();
            while (!Thread.interrupted()) {
                // Returns early when there is a notification, and fails when the connection is lost.
                if (notified.getNotifications(1000).length > 0) {
                    raise();
                }
                statement.execute("select 1");
            }
            held = false;
            statement.execute("select pg_advisory_unlock(" + KEY + ")");
            statement.execute("unlisten " + CHANNEL);
            throw new InterruptedException();
        } finally {
            held = false;
        }
    }
}
