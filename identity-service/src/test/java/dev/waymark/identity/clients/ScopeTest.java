package dev.waymark.identity.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScopeTest {
    @Test
    void thePartBeforeTheColonNamesTheService() {
        assertThat(Scope.audience(Set.of("organizations:write", "organizations:internal")))
                .containsExactly("organization-service");
        assertThat(Scope.audience(Set.of("search:rebuild", "billing:read")))
                .containsExactly("billing-service", "search-indexer");
    }

    @Test
    void scopesOnACommandLineMayBeWrittenInSeveralWays() {
        Set<String> both = Set.of("organizations:write", "billing:read");

        assertThat(Scope.fromArguments(List.of("--scope", "organizations:write", "billing:read")))
                .isEqualTo(both);
        assertThat(Scope.fromArguments(List.of("--scope", "organizations:write", "--scope", "billing:read")))
                .isEqualTo(both);
        assertThat(Scope.fromArguments(List.of("--scope", "organizations:write,billing:read")))
                .isEqualTo(both);
        assertThat(Scope.fromArguments(List.of())).isEmpty();
    }

    @Test
    void whatIsNoScopeIsRefused() {
        for (String wrong :
                List.of("organizations", "organizations:", "gateway:read", "Organizations:write", "a b:c")) {
            assertThatIllegalArgumentException()
                    .as(wrong)
                    .isThrownBy(() -> Scope.fromArguments(List.of("--scope", wrong)));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Scope.fromArguments(List.of("organizations:write")));
    }
}
