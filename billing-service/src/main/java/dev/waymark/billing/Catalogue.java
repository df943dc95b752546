package dev.waymark.billing;

import java.util.List;

/**
 * All that can be bought now.
 *
 * @param permissions everything that some plan could permit, in the order in which it is shown
 * @param limits everything that plans limit, likewise
 * @param plans the newest published version of each plan
 */
record Catalogue(List<Permission> permissions, List<Quota> limits, List<Plan> plans) {
    /** @param description one sentence that says what it lets people do */
    record Permission(String id, String name, String description) {}

    record Quota(String id, String name) {}

    Catalogue {
        permissions = List.copyOf(permissions);
        limits = List.copyOf(limits);
        plans = List.copyOf(plans);
    }
}
