package dev.waymark.search.indexing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class IndexSettingsTest {
    /** Of each version that was ever released, the fingerprint of its settings. */
    private static final Map<Integer, String> RELEASED =
            Map.of(1, "3804342d47c82c04", 2, "f096346c433cfee2", 3, "2aefae91b3baaf95", 4, "d84f45b353850d53");

    @Test
    void settingsThatChangeGetANewVersion() throws Exception {
        String text = JsonMapper.builder()
                .enable(tools.jackson.databind.SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .build()
                .writeValueAsString(new TreeMap<>(IndexSettings.current()));
        String fingerprint = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)))
                .substring(0, 16);

        assertThat(fingerprint)
                .as("the settings changed: raise IndexSettings.VERSION and add the fingerprint here")
                .isEqualTo(RELEASED.get(IndexSettings.VERSION));
    }
}
