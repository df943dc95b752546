package dev.waymark.organization;

import dev.waymark.platform.web.Problem;
import java.util.function.Supplier;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One transaction around a write, begun anew when another writer came between: who took the same slug in the same moment is no reason
 * to fail, and who changed the same organisation is found by the next attempt, which says so.
 */
@Component
class WriteTransaction {
    private static final int ATTEMPTS = 4;

    private final TransactionTemplate transaction;

    WriteTransaction(TransactionTemplate transaction) {
        this.transaction = transaction;
    }

    /**
     * @param write may run several times
     * @throws Problem {@code identifier_taken}, or what the write throws
     */
    <T> T execute(Supplier<T> write) {
        for (int attempt = 1; ; attempt++) {
            try {
                return transaction.execute(_ -> write.get());
            } catch (StaleChangeException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            } catch (DuplicateKeyException e) {
                if (attempt == ATTEMPTS) {
                    throw String.valueOf(e.getMessage()).contains("organization_identifier_exclusive")
                            ? OrganizationProblems.identifierTaken()
                            : e;
                }
            }
        }
    }
}
