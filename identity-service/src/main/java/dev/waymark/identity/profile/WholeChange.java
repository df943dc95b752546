package dev.waymark.identity.profile;

import java.util.function.BooleanSupplier;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** A change of an address: all of it or nothing, also when another account takes the address at the same moment. */
@Component
class WholeChange {
    private final TransactionTemplate transaction;

    WholeChange(TransactionTemplate transaction) {
        this.transaction = transaction;
    }

    /**
     * @param change says whether it was made
     * @return false when it was not, or the address was taken
     */
    boolean done(BooleanSupplier change) {
        try {
            return Boolean.TRUE.equals(transaction.execute(_ -> change.getAsBoolean()));
        } catch (DuplicateKeyException _) {
            return false;
        }
    }
}
