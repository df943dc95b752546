package dev.waymark.identity.profile;

import dev.waymark.identity.Chore;
import dev.waymark.identity.accounts.AccountDeletions;
import dev.waymark.identity.mail.MailKind;
import dev.waymark.identity.mail.Mails;
import java.util.Map;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Deletes accounts whose grace is over, and tells their owners with a last mail. */
@Component
class Deletions implements Chore {
    private final AccountDeletions deletions;
    private final Mails mails;
    private final TransactionTemplate transaction;

    Deletions(AccountDeletions deletions, Mails mails, TransactionTemplate transaction) {
        this.deletions = deletions;
        this.mails = mails;
        this.transaction = transaction;
    }

    @Override
    public void run() {
        deletions
                .due()
                .forEach(id -> transaction.executeWithoutResult(_ -> deletions
                        .carryOut(id)
                        .ifPresent(account -> mails.send(
                                MailKind.DELETED,
                                account.email().text(),
                                account.language(),
                                Map.of("name", account.shownName())))));
    }
}
