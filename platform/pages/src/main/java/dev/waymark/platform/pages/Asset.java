package dev.waymark.platform.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.MediaType;

/**
 * A file that pages refer to, under an address that names its content: the address never shows anything else, so that browsers and
 * shared caches may keep it for ever.
 */
public final class Asset {
    private static final int HASH_LENGTH = 16;
    private static final Pattern FILE_NAME = Pattern.compile("([a-z0-9-]+)\\.([0-9a-f]{16})\\.([a-z0-9]+)");

    private final String name;
    private final String fileName;
    private final String integrity;
    private final byte[] content;

    private Asset(String name, String fileName, String integrity, byte[] content) {
        this.name = name;
        this.fileName = fileName;
        this.integrity = integrity;
        this.content = content;
    }

    static Asset of(String name, byte[] content) {
        byte[] digest = sha512(content);
        int dot = name.lastIndexOf('.');
        String hash = HexFormat.of().formatHex(digest).substring(0, HASH_LENGTH);
        return new Asset(
                name,
                name.substring(0, dot) + "." + hash + name.substring(dot),
                "sha512-" + Base64.getEncoder().encodeToString(digest),
                content);
    }

    /**
     * An asset of an earlier release, kept under the name that it had.
     *
     * @throws IllegalStateException when the name is not that of the content
     */
    static Asset kept(String fileName, byte[] content) {
        Matcher parts = FILE_NAME.matcher(fileName);
        if (parts.matches()) {
            Asset asset = of(parts.group(1) + "." + parts.group(3), content);
            if (asset.fileName().equals(fileName)) {
                return asset;
            }
        }
        throw new IllegalStateException(fileName + " is not named by its content: keep assets with the command for it");
    }

    static Asset read(String name) {
        try (InputStream in = Asset.class.getResourceAsStream("/assets/" + name)) {
            if (in == null) {
                throw new IllegalStateException("there is no asset " + name);
            }
            return of(name, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The name in the source folder, such as {@code site.css}. */
    public String name() {
        return name;
    }

    /** The name under {@code /assets/}, such as {@code site.0123456789abcdef.css}. */
    public String fileName() {
        return fileName;
    }

    /** The value of the attribute of the same name (Subresource Integrity, section 3.1), by SHA-512. */
    public String integrity() {
        return integrity;
    }

    public byte[] content() {
        return content.clone();
    }

    /** The address on every origin of a site. */
    public String path() {
        return "/assets/" + fileName;
    }

    public MediaType contentType() {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "css" -> MediaType.parseMediaType("text/css;charset=UTF-8");
            case "js" -> MediaType.parseMediaType("text/javascript;charset=UTF-8");
            case "svg" -> MediaType.parseMediaType("image/svg+xml");
            case "png" -> MediaType.IMAGE_PNG;
            default -> MediaType.APPLICATION_OCTET_STREAM;
        };
    }

    static byte[] sha512(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-512").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-512", e);
        }
    }
}
