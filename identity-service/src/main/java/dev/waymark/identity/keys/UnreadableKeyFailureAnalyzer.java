package dev.waymark.identity.keys;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells an operator what to do about a wrong {@code KEY_ENCRYPTION_SECRET}, instead of a stack trace. */
class UnreadableKeyFailureAnalyzer extends AbstractFailureAnalyzer<UnreadableKeyException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnreadableKeyException cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "Start with the secret that this site's database was made with: it is in the .env of the last good release"
                        + " or in its backup. Where the secret is being changed, the former one belongs into"
                        + " KEY_ENCRYPTION_SECRET_FORMER until 'keys reseal' was run. Nothing was changed. If the secret is"
                        + " lost for good, delete the rows of the"
                        + " table signing_key: new keys are made at the next start, and every token that is out becomes"
                        + " invalid.",
                cause);
    }
}
