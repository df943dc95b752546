package dev.waymark.gateway.signin;

import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import dev.waymark.platform.cache.CacheCalls;
import dev.waymark.platform.settings.Site;
import java.time.Duration;
import java.util.Optional;
import org.redisson.api.RBucket;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Logins under way. Each has a cookie of its own, named by its state, so that tabs do not get into each other's way; without that
 * cookie nobody finds the login, and who does takes it away.
 */
@Component
@ConditionalOnWebApplication
class PendingLogins {
    static final Duration LIFE = Duration.ofMinutes(10);

    /** With the version of what is stored. */
    private static final String PURPOSE = "login 1";

    private static final int NAME_CHARACTERS = 12;
    private static final JsonMapper json = JsonMapper.builder().build();

    private final CacheCalls cache;
    private final Site site;

    PendingLogins(CacheCalls cache, Site site) {
        this.cache = cache;
        this.site = site;
    }

    /** @param token what the browser gets as the cookie of this login */
    record Begun(PendingLogin login, BrowserToken token) {}

    Begun begin(String returnPath) {
        PendingLogin login = new PendingLogin(
                BrowserToken.make().value(), BrowserToken.make().value(), new CodeVerifier().getValue(), returnPath);
        BrowserToken token = BrowserToken.make();
        String sealed = token.seal(PURPOSE, json.writeValueAsBytes(login));
        cache.demand(client -> bucket(client, token).setAsync(sealed, LIFE));
        return new Begun(login, token);
    }

    /** The name of the cookie of the login with this state. */
    static String cookie(String state) {
        return SiteCookies.LOGIN_UNDER_WAY + state.substring(0, Math.min(NAME_CHARACTERS, state.length()));
    }

    /** Takes the login away: of several that ask at the same time one gets it. */
    Optional<PendingLogin> take(BrowserToken token, String state) {
        return Optional.ofNullable(
                        cache.<String>demand(client -> bucket(client, token).getAndDeleteAsync()))
                .flatMap(stored -> token.open(PURPOSE, stored))
                .map(content -> json.readValue(content, PendingLogin.class))
                .filter(login -> login.state().equals(state));
    }

    private RBucket<String> bucket(RedissonClient client, BrowserToken token) {
        return client.getBucket(site.cacheKey("signin:" + token.key()), StringCodec.INSTANCE);
    }
}
