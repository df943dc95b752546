package dev.waymark.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.waymark.stack.PartStatus.State;
import dev.waymark.stack.machine.Http;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each test leaves every part up. */
class ServersTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path folder;

    @SuppressWarnings("NullAway.Init")
    private static Stack stack;

    @BeforeAll
    static void start() {
        stack = startStack();
    }

    private static Stack startStack() {
        return Stack.start(
                folder,
                Set.of(Part.POSTGRES, Part.REDIS, Part.MAIL),
                Map.of("SEARCH_URL", "http://search.example:7700"));
    }

    @AfterAll
    static void close() {
        stack.close();
    }

    @Test
    void whatPostgresCommittedSurvivesKillsAndARestartOfTheStack() throws SQLException {
        execute("create table kept (word text)");
        for (int round = 1; round <= 3; round++) {
            execute("insert into kept values ('round " + round + "')");
            stack.kill(Part.POSTGRES);
            stack.awaitReady();
        }
        stack.close();
        stack = startStack();

        assertThat(query("select count(*) from kept")).isEqualTo("3");
    }

    @Test
    void postgresIsAsDurableAsOnAServerAndReadyForLogicalDecoding() throws SQLException {
        for (String setting : Set.of("fsync", "synchronous_commit", "full_page_writes")) {
            assertThat(query("show " + setting)).as(setting).isEqualTo("on");
        }
        assertThat(query("show wal_level")).isEqualTo("logical");
        assertThat(query("show max_slot_wal_keep_size")).isEqualTo("2GB");
    }

    @Test
    void aServerWhoseAddressWasGivenIsNotStartedAndSaysThatItIsElsewhere() {
        assertThat(stack.status(Part.MEILISEARCH).state()).isEqualTo(State.ELSEWHERE);
        assertThat(stack.settings()).containsEntry("SEARCH_URL", "http://search.example:7700");
    }

    @Test
    void aPartThatIsHeldDownStaysDownUntilItIsWantedAgain() throws IOException {
        stack.stop(Part.REDIS);

        assertThat(stack.status(Part.REDIS).state()).isEqualTo(State.STOPPED);
        assertThat(Ports.isFree(stack.status(Part.REDIS).port())).isTrue();
        stack.awaitReady();
        assertThat(stack.status(Part.REDIS).state()).isEqualTo(State.STOPPED);

        stack.start(Part.REDIS);
        stack.awaitReady();
        assertThat(redis("PING")).isEqualTo("+PONG");
    }

    @Test
    void redisKeepsWhatItHasOverAKill() throws IOException {
        assertThat(redis("SET kept yes")).isEqualTo("+OK");
        // The append-only file reaches the disk once a second, the kernel at once: a killed process loses nothing.
        stack.kill(Part.REDIS);
        stack.awaitReady();

        assertThat(redis("STRLEN kept")).isEqualTo(":3");
    }

    @Test
    void mailIsCaughtShownAsTextAndStillThereAfterAKill() throws IOException {
        int port = stack.status(Part.MAIL).port();
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write(("EHLO test\r\nMAIL FROM:<a@waymark.example>\r\nRCPT TO:<b@waymark.example>\r\nRCPT"
                                    + " TO:<c@waymark.example>\r\nDATA\r\nFrom: a@waymark.example\r\nTo:"
                                    + " b@waymark.example\r\nSubject: Your code <1234>\r\n\r\nHello"
                                    + " <script>\r\n.\r\nQUIT\r\n")
                            .getBytes(UTF_8));
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .contains("354");
        }
        String page = stack.mailPage();
        await().untilAsserted(() -> assertThat(Http.get(page + "/").body()).containsOnlyOnce("Your code &lt;1234&gt;"));

        stack.kill(Part.MAIL);
        await().atMost(Duration.ofMinutes(1))
                .ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(Http.get(page + "/mails").body()).contains("Hello <script>"));
        stack.awaitReady();
        String link = Http.get(page + "/").body().replaceAll("(?s).*?href=\"(/mails/[0-9]+)\".*", "$1");
        assertThat(Http.get(page + link).body())
                .contains("Hello &lt;script&gt;")
                .contains("b@waymark.example");
    }

    private static String redis(String command) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", stack.status(Part.REDIS).port())) {
            socket.getOutputStream().write((command + "\r\nQUIT\r\n").getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }

    private static Connection connect() throws SQLException {
        URI url = URI.create(stack.settings().getOrDefault("DATABASE_URL", ""));
        String[] login = url.getUserInfo().split(":", 2);
        return DriverManager.getConnection(
                "jdbc:postgresql://" + url.getHost() + ":" + url.getPort() + "/postgres", login[0], login[1]);
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
