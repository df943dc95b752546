package dev.waymark.billing;

import java.util.List;
import org.jspecify.annotations.Nullable;

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

    static PlanTable of(Catalogue catalogue) {
        List<Plan> plans = catalogue.plans();
        return new PlanTable(
                plans.stream().map(PlanTable::column).toList(),
                catalogue.limits().stream()
                        .map(quota -> new LimitRow(
                                quota.name(),
                                plans.stream()
                                        .map(plan -> amount(plan, quota.id()))
                                        .toList()))
                        .toList(),
                catalogue.permissions().stream()
                        .map(permission -> new PermissionRow(
                                permission.name(),
                                permission.description(),
                                plans.stream()
                                        .map(plan -> plan.permissions().contains(permission.id()))
                                        .toList()))
                        .toList());
    }

    private static Column column(Plan plan) {
        return plan.price().free()
                ? new Column(plan.name(), plan.summary(), "Free", "")
                : new Column(plan.name(), plan.summary(), plan.price().shown(), "a " + plan.billingPeriod());
    }

    private static String amount(Plan plan, String quota) {
        return plan.limits().stream()
                .filter(limit -> limit.id().equals(quota))
                .findFirst()
                .map(limit -> shown(limit.amount()))
                .orElse("none");
    }

    private static String shown(@Nullable Long amount) {
        return amount == null ? "no limit" : amount == 1 ? "1" : "up to " + amount;
    }
}
