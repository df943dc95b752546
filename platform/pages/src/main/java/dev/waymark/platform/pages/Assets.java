package dev.waymark.platform.pages;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of this release that pages refer to, read once from this module's jar. */
public final class Assets {
    /** All files in the folder {@code assets}: a folder inside a jar cannot be listed cheaply, and each service starts with these. */
    static final List<String> NAMES =
            List.of("site.css", "site.js", "results.js", "passkeys.js", "codes.js", "favicon.svg", "preview.png");

    private final Map<String, Asset> byName = new LinkedHashMap<>();

    Assets() {
        NAMES.forEach(name -> byName.put(name, Asset.read(name)));
    }

    /**
     * @param name the name in the source folder, such as {@code site.css}
     * @throws IllegalArgumentException when this release has no such asset
     */
    public Asset get(String name) {
        Asset asset = byName.get(name);
        if (asset == null) {
            throw new IllegalArgumentException("there is no asset " + name);
        }
        return asset;
    }

    public Collection<Asset> all() {
        return List.copyOf(byName.values());
    }
}
