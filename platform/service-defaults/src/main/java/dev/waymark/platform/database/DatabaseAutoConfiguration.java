package dev.waymark.platform.database;

import dev.waymark.platform.command.Command;
import java.io.PrintStream;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.springframework.boot.LazyInitializationExcludeFilter;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** Migrations of the service's own database: at start where {@code MIGRATE_AT_START} says so, by the command {@code migrate} else. */
@AutoConfiguration(before = FlywayAutoConfiguration.class)
@ConditionalOnClass({Flyway.class, FlywayMigrationStrategy.class})
@ConditionalOnProperty("waymark.database")
class DatabaseAutoConfiguration {
    @Bean
    FlywayMigrationStrategy migrations(Environment environment) {
        boolean migrate = environment.getProperty("MIGRATE_AT_START", Boolean.class, false)
                || "migrate".equals(environment.getProperty("waymark.command"));
        return flyway -> {
            if (migrate) {
                OwnDatabase.createIfMissing(environment);
                flyway.migrate();
            } else if (flyway.info().pending().length > 0) {
                throw new IllegalStateException("The schema is behind this release by "
                        + flyway.info().pending().length
                        + " migrations: run the command 'migrate' before the service starts.");
            }
        };
    }

    /** Commands start lazily; the schema is looked at all the same. */
    @Bean
    static LazyInitializationExcludeFilter migrationsAreNotLazy() {
        return LazyInitializationExcludeFilter.forBeanTypes(FlywayMigrationInitializer.class);
    }

    @Bean
    Command migrateCommand() {
        return new Command() {
            @Override
            public String name() {
                return "migrate";
            }

            @Override
            public String usage() {
                return "(creates the database when it is missing and brings its schema up to date)";
            }

            @Override
            public int run(List<String> arguments, PrintStream out) {
                out.println("The schema is up to date.");
                return 0;
            }
        };
    }
}
