package dev.waymark.platform.settings;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Every setting that an operator can give, in the order of {@code .env.dist}, with the form its value must have. A service names
 * those it needs in its {@code application.yml} under {@code waymark.settings}; it refuses to start while one of them is missing
 * or malformed.
 */
public enum Setting {
    SITE(Form.NAME),
    PUBLIC_ORIGIN(Form.ORIGIN),
    PRODUCTION(Form.BOOLEAN),
    DATABASE_URL(Form.POSTGRES_URL),
    MIGRATE_AT_START(Form.BOOLEAN),
    KAFKA_BOOTSTRAP_SERVERS(Form.HOSTS),
    KAFKA_REPLICATION_FACTOR(Form.POSITIVE),
    CONNECT_URL(Form.HTTP_URL),
    CONNECT_DATABASE_ADDRESS(Form.OPTIONAL_TEXT),
    CACHE_URL(Form.REDIS_URL),
    SEARCH_URL(Form.OPTIONAL_HTTP_URL),
    SEARCH_KEY(Form.SECRET),
    MAIL_URL(Form.SMTP_URL),
    MAIL_FROM(Form.MAILBOX),
    IDENTITY_URL(Form.HTTP_URL),
    ORGANIZATION_URL(Form.HTTP_URL),
    SEARCH_INDEXER_URL(Form.HTTP_URL),
    BILLING_URL(Form.HTTP_URL),
    GATEWAY_PORT(Form.PORT),
    IDENTITY_PORT(Form.PORT),
    ORGANIZATION_PORT(Form.PORT),
    SEARCH_INDEXER_PORT(Form.PORT),
    BILLING_PORT(Form.PORT),
    TRUSTED_PROXIES(Form.RANGES),
    RATE_LIMIT_READ(Form.COUNT),
    RATE_LIMIT_SEARCH(Form.COUNT),
    RATE_LIMIT_WRITE(Form.COUNT),
    RATE_LIMIT_BULK(Form.COUNT),
    RATE_LIMIT_PAGE(Form.COUNT),
    RATE_LIMIT_EXEMPT(Form.RANGES),
    SESSION_IDLE_HOURS(Form.POSITIVE),
    SESSION_LIFETIME_DAYS(Form.POSITIVE),
    CODE_LOGIN(Form.BOOLEAN),
    PASSWORD_LEAST(Form.PASSWORD_LENGTH),
    PASSWORD_LEAST_ALONE(Form.PASSWORD_LENGTH),
    ARGON2_MEMORY_KIB(Form.ARGON2_MEMORY),
    ARGON2_PASSES(Form.ARGON2_PASSES),
    ARGON2_LANES(Form.ARGON2_LANES),
    AUDIT_DAYS(Form.POSITIVE),
    KEY_ROTATION_DAYS(Form.POSITIVE),
    GATEWAY_CLIENT_SECRET(Form.SECRET),
    SEARCH_INDEXER_CLIENT_SECRET(Form.SECRET),
    KEY_ENCRYPTION_SECRET(Form.SECRET),
    KEY_ENCRYPTION_SECRET_FORMER(Form.OPTIONAL_SECRET),
    OTLP_ENDPOINT(Form.OPTIONAL_HTTP_URL),
    TRACE_SAMPLE_RATE(Form.FRACTION),
    LOG_FORMAT(Form.LOG_FORMAT);

    private final Form form;

    Setting(Form form) {
        this.form = form;
    }

    /** Whether it is a secret that every site must have; {@code .env.dist} has one for development. */
    public boolean isSecret() {
        return form == Form.SECRET;
    }

    /** Whether a value is, or has as the password of an address, a secret that everyone can read in {@code .env.dist}. */
    boolean hasDefaultSecret(String value) {
        return isSecret() ? value.strip().startsWith("insecure-") : value.contains(":insecure-");
    }

    /**
     * Says what is wrong with a value, without repeating it: a value may be a secret.
     *
     * @param value the value as given; an empty one counts as missing
     * @return what the value should be, or empty when it is well-formed
     */
    public Optional<String> complaint(String value) {
        return form.accepts(value.strip()) ? Optional.empty() : Optional.of(form.expected);
    }

    private enum Form {
        NAME("a name of 1 to 20 lower-case letters and digits that starts with a letter") {
            @Override
            boolean accepts(String value) {
                return value.matches("[a-z][a-z0-9]{0,19}");
            }
        },
        ORIGIN("an origin such as https://directory.example, without a path") {
            @Override
            boolean accepts(String value) {
                return uri(value, "http", "https")
                        .filter(uri -> uri.getRawPath().isEmpty()
                                && uri.getRawQuery() == null
                                && uri.getRawFragment() == null
                                && uri.getRawUserInfo() == null)
                        .isPresent();
            }
        },
        BOOLEAN("true or false") {
            @Override
            boolean accepts(String value) {
                return value.equals("true") || value.equals("false");
            }
        },
        POSITIVE("a whole number from 1") {
            @Override
            boolean accepts(String value) {
                return value.matches("[1-9][0-9]{0,8}");
            }
        },
        COUNT("a whole number from 0") {
            @Override
            boolean accepts(String value) {
                return value.matches("0|[1-9][0-9]{0,8}");
            }
        },
        /** NIST SP 800-63B lets nobody ask for less than 8 characters, and more than a password may have would take none. */
        PASSWORD_LENGTH("a number of characters from 8 to 64") {
            @Override
            boolean accepts(String value) {
                return isBetween(8, 64, value);
            }
        },
        /** From here on for Argon2id: OWASP's minimum, from its Password Storage Cheat Sheet; and what a server could still bear. */
        ARGON2_MEMORY("KiB from 19456, OWASP's minimum, to 1048576") {
            @Override
            boolean accepts(String value) {
                return isBetween(19456, 1048576, value);
            }
        },
        ARGON2_PASSES("a number of passes from 2, OWASP's minimum, to 100") {
            @Override
            boolean accepts(String value) {
                return isBetween(2, 100, value);
            }
        },
        ARGON2_LANES("a number of lanes from 1 to 64") {
            @Override
            boolean accepts(String value) {
                return isBetween(1, 64, value);
            }
        },
        RANGES("empty, or addresses and CIDR ranges such as 10.0.0.0/8, separated by commas") {
            @Override
            boolean accepts(String value) {
                return Arrays.stream(value.split(",")).map(String::strip).allMatch(Form::isRange);
            }
        },
        POSTGRES_URL("an address such as postgresql://user:password@host:5432, without a database") {
            @Override
            boolean accepts(String value) {
                return uri(value, "postgresql", "postgres")
                        .filter(uri -> uri.getRawUserInfo() != null
                                && uri.getRawUserInfo().contains(":")
                                && uri.getRawPath().replace("/", "").isEmpty())
                        .isPresent();
            }
        },
        HOSTS("host:port, or several separated by commas") {
            @Override
            boolean accepts(String value) {
                return !value.isEmpty()
                        && Arrays.stream(value.split(",", -1))
                                .allMatch(host -> host.strip().matches("[^\\s:/]+:[0-9]{1,5}"));
            }
        },
        HTTP_URL("an address such as http://host:8080") {
            @Override
            boolean accepts(String value) {
                return uri(value, "http", "https").isPresent();
            }
        },
        OPTIONAL_HTTP_URL("empty, or an address such as http://host:7700") {
            @Override
            boolean accepts(String value) {
                return value.isEmpty() || HTTP_URL.accepts(value);
            }
        },
        REDIS_URL("an address such as redis://host:6379") {
            @Override
            boolean accepts(String value) {
                return uri(value, "redis", "rediss").isPresent();
            }
        },
        SMTP_URL("an address such as smtp://host:25") {
            @Override
            boolean accepts(String value) {
                return uri(value, "smtp", "smtps").isPresent();
            }
        },
        MAILBOX("an address such as directory@example.org, or with a name such as Directory <directory@example.org>") {
            @Override
            boolean accepts(String value) {
                return value.matches("[^\\s@<>]+@[^\\s@<>]+|[^<>\\r\\n]+ <[^\\s@<>]+@[^\\s@<>]+>");
            }
        },
        PORT("a port from 1 to 65535") {
            @Override
            boolean accepts(String value) {
                return value.matches("[1-9][0-9]{0,4}") && Integer.parseInt(value) <= 65535;
            }
        },
        FRACTION("a number from 0 to 1") {
            @Override
            boolean accepts(String value) {
                return value.matches("0|1|1\\.0|0?\\.[0-9]+");
            }
        },
        SECRET("a secret of at least 16 characters") {
            @Override
            boolean accepts(String value) {
                return value.length() >= 16;
            }
        },
        /** One that is on its way out: production may be what moves away from a default. */
        OPTIONAL_SECRET("empty, or a secret of at least 16 characters") {
            @Override
            boolean accepts(String value) {
                return value.isEmpty() || SECRET.accepts(value);
            }
        },
        LOG_FORMAT("text or json") {
            @Override
            boolean accepts(String value) {
                return value.equals("text") || value.equals("json");
            }
        },
        OPTIONAL_TEXT("any text") {
            @Override
            boolean accepts(String value) {
                return true;
            }
        };

        private final String expected;

        Form(String expected) {
            this.expected = expected;
        }

        abstract boolean accepts(String value);

        private static boolean isBetween(int least, int most, String value) {
            return POSITIVE.accepts(value) && Integer.parseInt(value) >= least && Integer.parseInt(value) <= most;
        }

        /** What Spring Security's IpAddressMatcher takes; nothing between two commas is nothing. */
        private static boolean isRange(String range) {
            String[] parts = range.split("/", 2);
            try {
                int bits = InetAddress.ofLiteral(parts[0]).getAddress().length * 8;
                return parts.length == 1 || parts[1].matches("[0-9]{1,3}") && Integer.parseInt(parts[1]) <= bits;
            } catch (IllegalArgumentException _) {
                return range.isEmpty();
            }
        }

        private static Optional<URI> uri(String value, String... schemes) {
            try {
                URI uri = new URI(value);
                boolean known = uri.getScheme() != null && Set.of(schemes).contains(uri.getScheme());
                return known && uri.getHost() != null ? Optional.of(uri) : Optional.empty();
            } catch (URISyntaxException _) {
                return Optional.empty();
            }
        }
    }
}
