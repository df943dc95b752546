package dev.waymark.identity.keys;

import dev.waymark.identity.Chore;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Announces a new signing key when the one that signs is old enough. */
@Component
class KeyRotation implements Chore {
    private static final Logger log = LoggerFactory.getLogger(KeyRotation.class);

    private final SigningKeys keys;
    private final Duration life;

    KeyRotation(SigningKeys keys, @Value("${KEY_ROTATION_DAYS}") long days) {
        this.keys = keys;
        this.life = Duration.ofDays(days);
    }

    @Override
    public void run() {
        keys.rotateOlderThan(life).ifPresent(key -> log.info("a new signing key is announced: {}", key.kid()));
    }
}
