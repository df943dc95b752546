package dev.waymark.codegen;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.ForcedType;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.Target;

/**
 * Runs a service's migrations on a real PostgreSQL and generates jOOQ's types from the result; does nothing while the migrations are
 * those of the last run.
 *
 * <p>Arguments: the package of the types, the folder for the sources, the folders of migrations.
 */
public final class SchemaCodegen {
    private SchemaCodegen() {}

    public static void main(String[] arguments) throws Exception {
        Path target = Path.of(arguments[1]);
        List<Path> migrations = Stream.of(arguments).skip(2).map(Path::of).toList();
        Path stamp = target.resolve("migrations.sha256");
        String hash = hash(migrations);
        if (Files.exists(stamp) && Files.readString(stamp).equals(hash)) {
            return;
        }
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setServerConfig("wal_level", "logical")
                .setServerConfig("fsync", "off")
                .start()) {
            Flyway.configure()
                    .dataSource(postgres.getPostgresDatabase())
                    .locations(migrations.stream()
                            .map(folder -> "filesystem:" + folder)
                            .toArray(String[]::new))
                    .load()
                    .migrate();
            generate(postgres, arguments[0], target);
        }
        Files.writeString(stamp, hash);
    }

    private static void generate(EmbeddedPostgres postgres, String name, Path target) throws Exception {
        GenerationTool.generate(new Configuration()
                .withJdbc(new Jdbc()
                        .withUrl(postgres.getJdbcUrl("postgres", "postgres"))
                        .withUser("postgres"))
                .withGenerator(new Generator()
                        .withDatabase(new Database()
                                .withName("org.jooq.meta.postgres.PostgresDatabase")
                                .withInputSchema("public")
                                .withOutputSchemaToDefault(true)
                                // There is no type for xid8; the column is for plain SQL.
                                .withExcludes("flyway_schema_history|outbox.*|.*\\bchanged_xact")
                                .withIncludeExcludeColumns(true)
                                .withIncludeRoutines(false)
                                .withForcedTypes(new ForcedType()
                                        .withName("INSTANT")
                                        .withIncludeTypes("(?i:timestamp with time zone|timestamptz)")))
                        .withGenerate(new Generate().withRecords(true).withGlobalObjectReferences(true))
                        .withTarget(new Target().withPackageName(name).withDirectory(target.toString()))));
    }

    private static String hash(List<Path> folders) throws IOException, NoSuchAlgorithmException {
        List<Path> files = new ArrayList<>();
        for (Path folder : folders) {
            try (Stream<Path> found = Files.list(folder)) {
                found.sorted().forEach(files::add);
            }
        }
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (Path file : files) {
            digest.update(Files.readAllBytes(file));
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
