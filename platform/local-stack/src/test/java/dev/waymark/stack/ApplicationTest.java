package dev.waymark.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplicationTest {
    @TempDir
    Path root;

    @Test
    void aServiceIsLaidOutBesideItsLibraries() throws IOException {
        write("one");

        Application application = Application.of(Part.BILLING, folder());

        try (JarFile jar = new JarFile(application.jar().toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            assertThat(manifest.getValue("Main-Class")).isEqualTo("example.Billing");
            assertThat(jar.getEntry("example/resource.txt")).isNotNull();
            // Migrations and components are looked for by folder.
            assertThat(jar.getEntry("example/")).isNotNull();
            assertThat(jar.getEntry("META-INF/build-info.properties")).isNotNull();
            Path library = application.jar().resolveSibling(manifest.getValue("Class-Path"));
            assertThat(library).hasContent("library");
        }
    }

    @Test
    void anotherContentIsAnotherVersionAndTheOneThatMayRunStays() throws IOException {
        write("one");
        Application first = Application.of(Part.BILLING, folder());
        assertThat(Application.of(Part.BILLING, folder())).isEqualTo(first);

        write("two");
        Application second = Application.of(Part.BILLING, folder());

        assertThat(second.version()).isNotEqualTo(first.version());
        assertThat(first.jar()).exists();
        assertThat(second.jar()).exists();
    }

    @Test
    void aServiceThatWasNotBuiltIsMissedInWords() {
        assertThatThrownBy(() -> Application.of(Part.BILLING, folder())).hasMessageContaining("build the project");
    }

    private StackFolder folder() {
        return new StackFolder(root, root.resolve(".local"));
    }

    private void write(String content) throws IOException {
        Path target = Files.createDirectories(root.resolve("billing-service/target"));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(new Attributes.Name("Start-Class"), "example.Billing");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            jar.putNextEntry(new JarEntry("BOOT-INF/classes/example/"));
            jar.closeEntry();
            jar.putNextEntry(new JarEntry("BOOT-INF/classes/example/resource.txt"));
            jar.write(content.getBytes(UTF_8));
            jar.closeEntry();
            jar.putNextEntry(new JarEntry("META-INF/build-info.properties"));
            jar.closeEntry();
            ZipEntry library = new ZipEntry("BOOT-INF/lib/library-1.0.jar");
            jar.putNextEntry(library);
            jar.write("library".getBytes(UTF_8));
            jar.closeEntry();
        }
        Files.write(target.resolve("billing-service-1.0.jar"), bytes.toByteArray());
    }
}
