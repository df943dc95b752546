package dev.waymark.organization.syndication;

import static org.assertj.core.api.Assertions.assertThat;

import dev.waymark.organization.ServiceTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;

/** The commands of the API guide, as a reader would paste them. */
class ApiGuideTest extends ServiceTest {
    @Autowired
    private DumpMaker maker;

    @Test
    void aCopyIsMadeAndKeptUpAsTheGuideSays(@TempDir Path folder) throws Exception {
        create(profile(unique("In the Guide's Dump"), null));
        sql.sql("delete from dump").update();
        assertThat(maker.make()).isPresent();
        String later = id(create(profile(unique("After the Guide's Dump"), null)));

        String said = paste(folder, commands("## Take all of it, and follow"));

        assertThat(said).contains("\"sha256\"", "organizations.ndjson.gz: OK", "\"slug\":\"");
        assertThat(folder.resolve("page.json")).content().contains(later);
        String last = said.lines().reduce((_, line) -> line).orElseThrow();
        assertThat(json(get("/api/v1/changes?since=" + last)).get("items")).isEmpty();
    }

    private static String commands(String heading) throws IOException {
        return Files.readAllLines(Path.of(System.getProperty("waymark.root"), "docs/api.md")).stream()
                .dropWhile(line -> !line.equals(heading))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("    "))
                .collect(Collectors.joining("\n"));
    }

    private String paste(Path folder, String commands) throws IOException, InterruptedException {
        String url = request("").build().uri().toString();
        Process shell = new ProcessBuilder("bash", "-c", "url=" + url + "\n" + commands + "\necho \"$cursor\"")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(shell.waitFor()).as(said).isZero();
        return said;
    }
}
