package dev.waymark.stack.mail;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.waymark.stack.mail.MailFolder.Mail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Executors;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code /} lists the mails, {@code /mails/ID} shows one as text and, in a frame, {@code /mails/ID/html} as it looks; {@code /mails}
 * has them all as JSON.
 */
final class MailPages {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final MailFolder folder;

    MailPages(MailFolder folder) {
        this.folder = folder;
    }

    void listen(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 16);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (path.equals("/")) {
                send(exchange, 200, "text/html; charset=utf-8", list(folder.newest()));
            } else if (path.equals("/mails")) {
                send(exchange, 200, "application/json", JSON.writeValueAsString(folder.newest()));
            } else if (path.startsWith("/mails/") && path.endsWith("/html")) {
                String id = path.substring("/mails/".length(), path.length() - "/html".length());
                send(
                        exchange,
                        200,
                        "text/html; charset=utf-8",
                        folder.find(id).map(Mail::html).orElse(""));
            } else if (path.startsWith("/mails/")) {
                Mail mail = folder.find(path.substring("/mails/".length())).orElse(null);
                send(
                        exchange,
                        mail == null ? 404 : 200,
                        "text/html; charset=utf-8",
                        mail == null ? page("No such mail", "<p>There is no such mail.</p>") : one(mail));
            } else {
                send(exchange, 404, "text/html; charset=utf-8", page("Not found", "<p>There is nothing here.</p>"));
            }
        } catch (UncheckedIOException e) {
            throw new IOException(e);
        }
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        // A mail can load and run nothing.
        exchange.getResponseHeaders()
                .set(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; frame-ancestors 'self'");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static String list(List<Mail> mails) {
        if (mails.isEmpty()) {
            return page(
                    "Mails", "<p>No mail has come yet. What the services send appears here and goes nowhere else.</p>");
        }
        StringBuilder rows = new StringBuilder();
        for (Mail mail : mails) {
            rows.append("<tr><td>")
                    .append(mail.arrived())
                    .append("</td><td>")
                    .append(escaped(mail.to()))
                    .append("</td><td><a href=\"/mails/")
                    .append(mail.id())
                    .append("\">")
                    .append(mail.subject().isBlank() ? "(no subject)" : escaped(mail.subject()))
                    .append("</a></td></tr>");
        }
        return page(
                "Mails", "<table><thead><tr><th>Arrived<th>To<th>Subject</thead><tbody>" + rows + "</tbody></table>");
    }

    private static String one(Mail mail) {
        return page(
                mail.subject(),
                "<p><a href=\"/\">All mails</a></p><p>From " + escaped(mail.from()) + "<br>To " + escaped(mail.to())
                        + "<br>" + mail.arrived() + "</p><pre>" + escaped(mail.text()) + "</pre>"
                        + (mail.html().isEmpty()
                                ? ""
                                : "<h2>As it looks</h2><iframe sandbox title=\"The mail as it looks\" src=\"/mails/"
                                        + mail.id() + "/html\"></iframe>"));
    }

    private static String page(String title, String body) {
        return "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\""
                + " content=\"width=device-width\"><title>" + escaped(title) + "</title><style>body{font:16px/1.5"
                + " system-ui;margin:2rem auto;max-width:60rem;padding:0 1rem}td,th{text-align:left;padding:.25rem"
                + " 1rem .25rem 0;vertical-align:top}pre{white-space:pre-wrap;border-top:1px solid;padding-top:1rem}iframe{width:100%;height:44rem;border:1px"
                + " solid}"
                + "</style><h1>" + escaped(title) + "</h1>" + body + "</html>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
