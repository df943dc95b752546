package dev.waymark.search.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearTest {
    @Test
    void distancesAreThoseOfTheGlobe() {
        Near berlin = new Near(52.52, 13.405, 50);

        assertThat(berlin.kilometresTo(48.137, 11.576)).isBetween(503.0, 506.0);
        assertThat(berlin.kilometresTo(-33.868, 151.209)).isBetween(16_080.0, 16_110.0);
        assertThat(new Near(0, 179.5, 50).kilometresTo(0, -179.5)).isBetween(111.0, 111.4);
    }

    @ParameterizedTest
    @CsvSource({
        "52.52, 13.4, 50",
        "-17.8, 179.9, 200",
        "0, 0, 500",
        "78.2, 15.6, 500",
        "89.5, 10, 100",
        "-77.8, -179.9, 300"
    })
    void theBoxesCoverTheCircleButForASixteenthOfItsRadius(double latitude, double longitude, int radius) {
        Near near = new Near(latitude, longitude, radius);
        Random random = new Random(7);

        for (int sample = 0; sample < 20_000; sample++) {
            double otherLatitude = Math.max(-90, Math.min(90, latitude + (random.nextDouble() - 0.5) * radius / 40));
            double otherLongitude = Math.abs(latitude) > 70
                    ? random.nextDouble() * 360 - 180
                    : wrapped(longitude + (random.nextDouble() - 0.5) * radius / 30);
            double distance = near.kilometresTo(otherLatitude, otherLongitude);
            boolean inside = near.boxes().stream().anyMatch(box -> box.contains(otherLatitude, otherLongitude));
            if (distance < radius * 0.93) {
                assertThat(inside)
                        .as("%s %s at %s km", otherLatitude, otherLongitude, distance)
                        .isTrue();
            } else if (distance > radius * 1.07) {
                assertThat(inside)
                        .as("%s %s at %s km", otherLatitude, otherLongitude, distance)
                        .isFalse();
            }
        }
    }

    private static double wrapped(double longitude) {
        return longitude > 180 ? longitude - 360 : longitude < -180 ? longitude + 360 : longitude;
    }

    @Test
    void anAddressTellsThePlaceToAKilometreOnly() {
        Near near = Near.parse(" 52.520006599999995 , 13.404953999999975 ", 50).orElseThrow();

        assertThat(near.point()).isEqualTo("52.52,13.40");
        assertThat(near).as("what is searched is what the address says").isEqualTo(new Near(52.52, 13.4, 50));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "52.52", "91,0", "0,181", "north,east", "52,5,13,4", "1e3,2"})
    void whatIsNoPointIsNone(String text) {
        assertThat(Near.parse(text, 50)).isEmpty();
    }
}
