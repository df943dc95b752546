package dev.waymark.identity.factors;

import dev.waymark.identity.accounts.PersonalData;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The second factors of an account, for its owner: what they are, and no secret of them. */
@Component
class FactorData implements PersonalData {
    private final AccountFactors factors;

    FactorData(AccountFactors factors) {
        this.factors = factors;
    }

    @Override
    public String name() {
        return "factors";
    }

    @Override
    public Object of(UUID account) {
        return factors.all(account).stream().map(FactorData::factor).toList();
    }

    private static Map<String, Object> factor(AccountFactor factor) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("kind", factor.kind().title());
        data.put("name", factor.name());
        data.put("addedAt", factor.addedAt().toString());
        if (factor.lastUsedAt() != null) {
            data.put("lastUsedAt", factor.lastUsedAt().toString());
        }
        return data;
    }
}
