package dev.waymark.identity.administration;

import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.factors.AccountFactors;
import dev.waymark.identity.factors.Removal;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Authenticator apps and passkeys, by their ids. */
@Component
class FactorRemovals implements LostFactors {
    private final AccountFactors factors;

    FactorRemovals(AccountFactors factors) {
        this.factors = factors;
    }

    @Override
    public List<Removable> of(UUID account) {
        return factors.all(account).stream()
                .map(factor -> new Removable(factor.id().toString(), factor.kind(), factor.name(), factor.addedAt()))
                .toList();
    }

    @Override
    public boolean remove(UUID account, String factorId, Actor actor, String reason) {
        return factors.all(account).stream()
                .filter(factor -> factor.id().toString().equals(factorId))
                .findFirst()
                .map(factor -> factors.remove(account, factor.kind(), factor.id(), reason, actor))
                .filter(Removal.REMOVED::equals)
                .isPresent();
    }
}
