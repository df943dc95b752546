package dev.waymark.billing;

import dev.waymark.platform.pages.Texts;
import java.util.List;

/** The comparison of the plans, ready to be shown: a column for each plan, a row for each thing that they differ in. */
public record PlanTable(List<Column> plans, List<LimitRow> limits, List<PermissionRow> permissions) {
    /**
     * @param price such as {@code €19}, or {@code Free}
     * @param period what the price is for, such as {@code a month}; empty when there is none
     */
    public record Column(String name, String summary, String price, String period) {}

    /** @param amounts one for each plan, in their order */
    public record LimitRow(String name, List<String> amounts) {}

    /** @param included one for each plan, in their order */
    public record PermissionRow(String name, String description, List<Boolean> included) {}

    /** The names of plans are the operator's; those of what they permit and limit are the software's, and known in each language. */
    static PlanTable of(Texts t, Catalogue catalogue) {
        List<Plan> plans = catalogue.plans();
        return new PlanTable(
                plans.stream().map(plan -> column(t, plan)).toList(),
                catalogue.limits().stream()
                        .map(quota -> new LimitRow(
                                t.find("limit." + quota.id()).orElse(quota.name()),
                                plans.stream()
                                        .map(plan -> amount(t, plan, quota.id()))
                                        .toList()))
                        .toList(),
                catalogue.permissions().stream()
                        .map(permission -> new PermissionRow(
                                t.find("permission." + permission.id()).orElse(permission.name()),
                                t.find("permission." + permission.id() + ".about")
                                        .orElse(permission.description()),
                                plans.stream()
                                        .map(plan -> plan.permissions().contains(permission.id()))
                                        .toList()))
                        .toList());
    }

    private static Column column(Texts t, Plan plan) {
        return plan.price().free()
                ? new Column(plan.name(), plan.summary(), t.get("price.free"), "")
                : new Column(
                        plan.name(),
                        plan.summary(),
                        plan.price().shown(t.language().locale()),
                        t.get("price.period." + plan.billingPeriod()));
    }

    private static String amount(Texts t, Plan plan, String quota) {
        return plan.limits().stream()
                .filter(limit -> limit.id().equals(quota))
                .findFirst()
                .map(limit -> limit.amount() == null ? t.get("amount.unlimited") : t.get("amount", limit.amount()))
                .orElseGet(() -> t.get("amount.none"));
    }
}
