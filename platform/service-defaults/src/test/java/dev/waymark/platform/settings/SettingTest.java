package dev.waymark.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            emptyValue = "",
            value = {
                "SITE                     | waymark",
                "SITE                     | a",
                "SITE                     | site2",
                "PUBLIC_ORIGIN            | https://directory.example",
                "PUBLIC_ORIGIN            | http://localhost:8080",
                "PRODUCTION               | true",
                "DATABASE_URL             | postgresql://user:pass@localhost:5432",
                "DATABASE_URL             | postgres://user:p%40ss@db.example/",
                "KAFKA_BOOTSTRAP_SERVERS  | one:9092,two:9092",
                "KAFKA_BOOTSTRAP_SERVERS  | one:9092, two:9092",
                "KAFKA_REPLICATION_FACTOR | 3",
                "CONNECT_URL              | http://connect:8083",
                "CONNECT_DATABASE_ADDRESS | ''",
                "CACHE_URL                | redis://localhost:6379",
                "CACHE_URL                | rediss://:secret@cache.example:6380/1",
                "SEARCH_URL               | ''",
                "SEARCH_URL               | https://search.example",
                "MAIL_URL                 | smtps://user:pass@mail.example:465",
                "GATEWAY_PORT             | 1",
                "GATEWAY_PORT             | 65535",
                "SEARCH_KEY               | 0123456789abcdef",
                "TRACE_SAMPLE_RATE        | 0",
                "TRACE_SAMPLE_RATE        | 0.25",
                "TRACE_SAMPLE_RATE        | 1.0",
                "LOG_FORMAT               | json",
                "TRUSTED_PROXIES          | 10.0.0.0/8",
                "TRUSTED_PROXIES          | 127.0.0.1, ::1",
                "RATE_LIMIT_READ          | 0",
                "RATE_LIMIT_BULK          | 10",
                "RATE_LIMIT_EXEMPT        | ''",
                "RATE_LIMIT_EXEMPT        | 127.0.0.0/8,::1/128",
                "PASSWORD_LEAST           | 8",
                "PASSWORD_LEAST_ALONE     | 64",
                "ARGON2_MEMORY_KIB        | 19456",
                "ARGON2_MEMORY_KIB        | 1048576",
                "ARGON2_PASSES            | 2",
                "ARGON2_LANES             | 1"
            })
    void wellFormed(Setting setting, String value) {
        assertThat(setting.complaint(value)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            emptyValue = "",
            value = {
                "SITE                     | ''",
                "SITE                     | Waymark",
                "SITE                     | 2nd",
                "SITE                     | way-mark",
                "SITE                     | abcdefghijklmnopqrstu",
                "PUBLIC_ORIGIN            | acme.example",
                "PUBLIC_ORIGIN            | https://directory.example/",
                "PUBLIC_ORIGIN            | https://directory.example/path",
                "PUBLIC_ORIGIN            | https://directory.example?q",
                "PUBLIC_ORIGIN            | https://directory.example#here",
                "PUBLIC_ORIGIN            | https://user@directory.example",
                "PUBLIC_ORIGIN            | ftp://directory.example",
                "PRODUCTION               | yes",
                "PRODUCTION               | TRUE",
                "DATABASE_URL             | postgresql://localhost:5432",
                "DATABASE_URL             | postgresql://user@localhost:5432",
                "DATABASE_URL             | postgresql://user:pass@localhost:5432/database",
                "DATABASE_URL             | jdbc:postgresql://localhost:5432",
                "DATABASE_URL             | mysql://user:pass@localhost",
                "KAFKA_BOOTSTRAP_SERVERS  | ''",
                "KAFKA_BOOTSTRAP_SERVERS  | localhost",
                "KAFKA_BOOTSTRAP_SERVERS  | one:9092,",
                "KAFKA_BOOTSTRAP_SERVERS  | http://one:9092",
                "KAFKA_REPLICATION_FACTOR | 0",
                "PASSWORD_LEAST           | 7",
                "PASSWORD_LEAST_ALONE     | 65",
                "ARGON2_MEMORY_KIB        | 19455",
                "ARGON2_MEMORY_KIB        | 1048577",
                "ARGON2_MEMORY_KIB        | 19456 KiB",
                "ARGON2_PASSES            | 1",
                "ARGON2_PASSES            | 101",
                "ARGON2_LANES             | 0",
                "ARGON2_LANES             | 65",
                "KAFKA_REPLICATION_FACTOR | 1.5",
                "CONNECT_URL              | ''",
                "CONNECT_URL              | connect:8083",
                "CACHE_URL                | http://localhost:6379",
                "SEARCH_URL               | localhost:7700",
                "MAIL_URL                 | mail.example",
                "GATEWAY_PORT             | 0",
                "GATEWAY_PORT             | 65536",
                "GATEWAY_PORT             | 080",
                "GATEWAY_PORT             | http",
                "SEARCH_KEY               | short",
                "SEARCH_KEY               | ''",
                "TRACE_SAMPLE_RATE        | 1.1",
                "TRACE_SAMPLE_RATE        | -0.5",
                "TRACE_SAMPLE_RATE        | 10%",
                "LOG_FORMAT               | xml",
                "TRUSTED_PROXIES          | proxy.example",
                "RATE_LIMIT_READ          | ''",
                "RATE_LIMIT_SEARCH        | -1",
                "RATE_LIMIT_WRITE         | many",
                "RATE_LIMIT_PAGE          | 1.5",
                "RATE_LIMIT_EXEMPT        | 10.0.0.0/33",
                "RATE_LIMIT_EXEMPT        | ::1/129",
                "RATE_LIMIT_EXEMPT        | localhost"
            })
    void malformed(Setting setting, String value) {
        assertThat(setting.complaint(value)).hasValueSatisfying(expected -> {
            assertThat(expected).isNotBlank();
            if (value.length() > 5) {
                assertThat(expected).doesNotContain(value);
            }
        });
    }
}
