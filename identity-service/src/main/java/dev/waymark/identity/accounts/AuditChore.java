package dev.waymark.identity.accounts;

import dev.waymark.identity.Chore;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Forgets what the audit log has kept for long enough. */
@Component
class AuditChore implements Chore {
    private final JdbcClient sql;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final Duration kept;

    AuditChore(JdbcClient sql, TransactionTemplate transaction, Clock clock, @Value("${AUDIT_DAYS}") long auditDays) {
        this.sql = sql;
        this.transaction = transaction;
        this.clock = clock;
        this.kept = Duration.ofDays(auditDays);
    }

    @Override
    public void run() {
        transaction.executeWithoutResult(_ -> {
            // The one way past the trigger that keeps the log append-only, for this transaction.
            sql.sql("select set_config('waymark.audit_retention', 'on', true)")
                    .query(String.class)
                    .single();
            sql.sql("delete from audit_event where at < ?")
                    .param(clock.instant().minus(kept).atOffset(ZoneOffset.UTC))
                    .update();
        });
    }
}
