package dev.waymark.gateway;

import dev.waymark.platform.command.Command;
import dev.waymark.platform.pages.Assets;
import dev.waymark.platform.pages.KeptAssets;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.springframework.stereotype.Component;

/** After a release: its assets become those that the next release goes on serving. */
@Component
class KeepAssets implements Command {
    private final Assets assets;

    KeepAssets(Assets assets) {
        this.assets = assets;
    }

    @Override
    public String name() {
        return "keep-assets";
    }

    @Override
    public String usage() {
        return "FOLDER: writes this release's assets there, for the next release to go on serving";
    }

    @Override
    public int run(List<String> arguments, PrintStream out) {
        if (arguments.size() != 1) {
            throw new IllegalArgumentException("keep-assets takes the folder of the kept assets.");
        }
        KeptAssets.keep(assets.all(), Path.of(arguments.getFirst()));
        assets.all().forEach(asset -> out.println(asset.fileName()));
        return 0;
    }
}
