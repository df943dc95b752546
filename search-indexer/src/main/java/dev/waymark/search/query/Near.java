package dev.waymark.search.query;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A point and how far around it is searched.
 *
 * @param latitude in degrees, WGS 84, -90 to 90
 * @param longitude in degrees, WGS 84, -180 to 180
 * @param radius in kilometres, 1 to {@link #MOST_KILOMETRES}
 */
public record Near(double latitude, double longitude, int radius) {
    static final int MOST_KILOMETRES = 500;
    static final int USUAL_KILOMETRES = 50;

    /** Mean radius of the earth in kilometres (IUGG). */
    private static final double EARTH = 6371.0088;

    /**
     * A circle is asked for as so many bands of equal height. Places are those of whole towns, so what the corners of the bands add
     * or leave out, a sixteenth of the radius at the most, is less than places are wrong by.
     */
    private static final int BANDS = 16;

    private static final Pattern POINT =
            Pattern.compile("\\s*(-?[0-9]{1,2}(?:\\.[0-9]{1,20})?)\\s*,\\s*(-?[0-9]{1,3}(?:\\.[0-9]{1,20})?)\\s*");

    /** A part of the circle: everything between two parallels and two meridians, all in degrees. */
    record Box(double south, double north, double west, double east) {
        boolean contains(double latitude, double longitude) {
            return latitude >= south && latitude < north && longitude >= west && longitude <= east;
        }
    }

    /**
     * Points are taken to a hundredth of a degree, about a kilometre: what is searched is what the address says, and that says little
     * of where somebody lives.
     *
     * @return empty when the text is not {@code latitude,longitude}
     */
    static Optional<Near> parse(String text, int radius) {
        Matcher point = POINT.matcher(text);
        if (!point.matches()) {
            return Optional.empty();
        }
        double latitude = rounded(point.group(1));
        double longitude = rounded(point.group(2));
        return Math.abs(latitude) > 90 || Math.abs(longitude) > 180
                ? Optional.empty()
                : Optional.of(new Near(latitude, longitude, radius));
    }

    private static double rounded(String degrees) {
        return new BigDecimal(degrees).setScale(2, RoundingMode.HALF_UP).doubleValue();
    }

    Near withRadius(int kilometres) {
        return new Near(latitude, longitude, kilometres);
    }

    /** As it stands in addresses. */
    public String point() {
        return String.format(Locale.ROOT, "%.2f,%.2f", latitude, longitude);
    }

    /** Great-circle distance in kilometres (haversine formula). */
    double kilometresTo(double otherLatitude, double otherLongitude) {
        double haversine = haversine(Math.toRadians(otherLatitude - latitude))
                + Math.cos(Math.toRadians(latitude))
                        * Math.cos(Math.toRadians(otherLatitude))
                        * haversine(Math.toRadians(otherLongitude - longitude));
        return 2 * EARTH * Math.asin(Math.min(1, Math.sqrt(haversine)));
    }

    List<Box> boxes() {
        double reach = Math.toDegrees(radius / EARTH);
        double height = 2 * reach / BANDS;
        List<Box> boxes = new ArrayList<>();
        for (int band = 0; band < BANDS; band++) {
            double south = latitude - reach + band * height;
            addBand(boxes, Math.max(-90, south), Math.min(90.000001, south + height));
        }
        return boxes;
    }

    private void addBand(List<Box> boxes, double south, double north) {
        if (south >= north) {
            return;
        }
        double width = halfWidth((south + north) / 2);
        double west = longitude - width;
        double east = longitude + width;
        if (width >= 180) {
            boxes.add(new Box(south, north, -180, 180));
        } else if (west < -180) {
            boxes.add(new Box(south, north, -180, east));
            boxes.add(new Box(south, north, west + 360, 180));
        } else if (east > 180) {
            boxes.add(new Box(south, north, west, 180));
            boxes.add(new Box(south, north, -180, east - 360));
        } else {
            boxes.add(new Box(south, north, west, east));
        }
    }

    /** How many degrees of longitude the circle reaches at a parallel: the haversine formula, solved for the longitude. */
    private double halfWidth(double parallel) {
        double across = Math.cos(Math.toRadians(latitude)) * Math.cos(Math.toRadians(parallel));
        double rest = haversine(radius / EARTH) - haversine(Math.toRadians(parallel - latitude));
        if (rest <= 0) {
            return 0;
        }
        return across <= rest ? 180 : Math.toDegrees(2 * Math.asin(Math.sqrt(rest / across)));
    }

    private static double haversine(double radians) {
        double half = Math.sin(radians / 2);
        return half * half;
    }
}
