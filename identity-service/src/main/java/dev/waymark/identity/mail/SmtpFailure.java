package dev.waymark.identity.mail;

import java.util.ArrayList;
import java.util.List;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;

/** Why a mail was not taken, by what can be done about it. Messages of the mail server hold addresses: they are not kept. */
sealed interface SmtpFailure {
    /** RFC 5321, section 4.2.1: asking again for the same is of no use. @param code the reply code, 5xx */
    record Refused(int code) implements SmtpFailure {}

    /** The server is there and does not take this mail now. @param code the reply code, 4xx */
    record NotNow(int code) implements SmtpFailure {}

    /** Not reached, or it does not take mails from us at all. @param reason for the log */
    record Away(String reason) implements SmtpFailure {}

    static SmtpFailure of(MailException failure) {
        List<Throwable> causes = causes(failure);
        // About the recipient, or about this mail: what is wrong with the sender, with the login or the server is for
        // the operator to
        // mend, and the mail waits for that.
        int code = causes.stream().mapToInt(SmtpFailure::code).max().orElse(0);
        if (code >= 400) {
            return code >= 500 ? new Refused(code) : new NotNow(code);
        }
        return new Away(causes.getLast().getClass().getSimpleName());
    }

    private static int code(Throwable cause) {
        return switch (cause) {
            case SMTPAddressFailedException address -> address.getReturnCode();
            case SMTPSendFailedException refused when isAboutTheMail(refused) -> refused.getReturnCode();
            default -> 0;
        };
    }

    /** The reply to DATA, or to the full stop after it; 421 ends the connection, whatever was asked. */
    private static boolean isAboutTheMail(SMTPSendFailedException failure) {
        String command = failure.getCommand();
        return failure.getReturnCode() != 421 && (command == null || !command.regionMatches(true, 0, "MAIL", 0, 4));
    }

    /** Spring keeps what happened to each mail beside its own cause. */
    private static List<Throwable> causes(MailException failure) {
        List<Throwable> causes = new ArrayList<>();
        collect(failure, causes);
        if (failure instanceof MailSendException sending) {
            for (Exception each : sending.getMessageExceptions()) {
                collect(each, causes);
            }
        }
        return causes;
    }

    private static void collect(Throwable from, List<Throwable> causes) {
        for (Throwable cause = from; cause != null && !causes.contains(cause); cause = cause.getCause()) {
            causes.add(cause);
        }
    }
}
