package dev.waymark.billing;

import dev.waymark.billing.Catalogue.Permission;
import dev.waymark.billing.Catalogue.Quota;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Reads the catalogue; its writers are migrations, and later the operator. */
@Component
class CatalogueReader {
    private final JdbcClient sql;
    private final Clock clock;

    CatalogueReader(JdbcClient sql, Clock clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /** One snapshot of everything, so that no plan is shown with the parts of another version. */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Catalogue current() {
        List<Permission> permissions = sql.sql("select id, name, description from permission order by position")
                .query((row, _) ->
                        new Permission(row.getString("id"), row.getString("name"), row.getString("description")))
                .list();
        List<Quota> quotas = sql.sql("select id, name from quota order by position")
                .query((row, _) -> new Quota(row.getString("id"), row.getString("name")))
                .list();
        List<Plan> plans = sql.sql("""
                        select * from (
                            select distinct on (plan_id) v.*, p.position
                            from plan_version v join plan p on p.id = v.plan_id
                            where published_at <= ?
                            order by plan_id, published_at desc, version desc) newest
                        order by position
                        """)
                .param(clock.instant().atOffset(ZoneOffset.UTC))
                .query((row, _) -> plan(row))
                .list();
        return new Catalogue(permissions, quotas, plans);
    }

    private Plan plan(ResultSet row) throws SQLException {
        String id = row.getString("plan_id");
        int version = row.getInt("version");
        return new Plan(
                id,
                version,
                row.getString("name"),
                row.getString("summary"),
                new Money(row.getLong("price_minor"), row.getString("currency")),
                row.getString("billing_period"),
                row.getObject("published_at", OffsetDateTime.class).toInstant(),
                permissions(id, version),
                limits(id, version));
    }

    private List<String> permissions(String plan, int version) {
        return sql.sql("""
                        select permission_id from plan_version_permission join permission on id = permission_id
                        where plan_id = ? and version = ? order by position
                        """).param(plan).param(version).query(String.class).list();
    }

    private List<Plan.Limit> limits(String plan, int version) {
        return sql.sql("""
                        select quota_id, amount from plan_version_quota join quota on id = quota_id
                        where plan_id = ? and version = ? order by position
                        """)
                .param(plan)
                .param(version)
                .query((row, _) -> new Plan.Limit(row.getString("quota_id"), row.getObject("amount", Long.class)))
                .list();
    }
}
