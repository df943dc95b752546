package dev.waymark.platform.settings;

import java.util.List;

/** Settings that are missing or malformed; the message names all of them and repeats no value. */
public final class InvalidSettingsException extends RuntimeException {
    private final List<String> complaints;

    public InvalidSettingsException(List<String> complaints) {
        super("Settings are missing or malformed:\n  " + String.join("\n  ", complaints));
        this.complaints = List.copyOf(complaints);
    }

    public List<String> complaints() {
        return complaints;
    }
}
