package dev.waymark.identity.hashing;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class HashingConfiguration {
    @Bean
    HashingLimit hashingLimit() {
        return HashingLimit.forThisMachine();
    }
}
