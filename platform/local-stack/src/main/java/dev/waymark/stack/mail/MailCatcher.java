package dev.waymark.stack.mail;

import com.icegreen.greenmail.mail.MovingMessage;
import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.user.UserManager;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Takes every mail and keeps it in a folder, so that it outlives this process. */
public final class MailCatcher {
    private static final String EVERYBODY = "everybody";

    private final GreenMail server;
    private final MailFolder folder;
    private @Nullable MovingMessage last;

    private MailCatcher(int port, MailFolder folder) {
        this.server = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        this.folder = folder;
    }

    /**
     * @param arguments the SMTP port, the page's port, the folder
     * @throws IOException when a port cannot be listened on or the folder cannot be made
     */
    public static void main(String[] arguments) throws IOException {
        MailFolder folder = MailFolder.open(Path.of(arguments[2]));
        new MailPages(folder).listen(Integer.parseInt(arguments[1]));
        new MailCatcher(Integer.parseInt(arguments[0]), folder).listen();
    }

    private void listen() {
        server.start();
        UserManager users = server.getUserManager();
        users.setAuthRequired(false);
        users.setMessageDeliveryHandler((message, _) -> {
            keep(message);
            return everybody(users);
        });
    }

    /** The server asks once a recipient; a mail is kept once. */
    private synchronized void keep(MovingMessage message) throws MessagingException {
        if (message == last) {
            return;
        }
        last = message;
        try {
            // Its own copies would fill its memory.
            server.purgeEmailFromAllMailboxes();
            folder.keep(message.getMessage());
        } catch (IOException | FolderException e) {
            throw new MessagingException("the mail could not be kept", e);
        }
    }

    private static GreenMailUser everybody(UserManager users) throws UserException {
        GreenMailUser known = users.getUser(EVERYBODY);
        return known != null ? known : users.createUser(EVERYBODY, EVERYBODY, EVERYBODY);
    }
}
