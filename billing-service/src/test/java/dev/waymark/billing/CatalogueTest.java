package dev.waymark.billing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.waymark.platform.pages.Language;
import dev.waymark.platform.pages.Texts;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpHeaders;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

class CatalogueTest {
    private final JdbcClient sql = JdbcClient.create(TestPostgres.migrated());
    private final CatalogueReader reader = new CatalogueReader(sql, Clock.systemUTC());

    @Test
    void theNewestPublishedVersionIsShownAndDraftsAndFutureOnesAreNot() {
        draft(2, 2100);
        assertThat(premiumPrice()).isEqualTo(1900);
        publish(2, "now() - interval '1 minute'");
        assertThat(premiumPrice()).isEqualTo(2100);
        draft(3, 2500);
        publish(3, "now() + interval '1 day'");
        assertThat(premiumPrice()).isEqualTo(2100);
    }

    @Test
    void theEntityTagChangesWithTheCatalogue() {
        PlanApi api = new PlanApi(reader, JsonMapper.builder().build());
        HttpHeaders before = api.plans().getHeaders();
        draft(2, 2100);
        assertThat(api.plans().getHeaders().getETag()).isEqualTo(before.getETag());

        publish(2, "now() - interval '1 minute'");

        assertThat(api.plans().getHeaders().getETag()).isNotEqualTo(before.getETag());
    }

    @Test
    void aPublishedVersionCannotBeAltered() {
        for (String change : List.of(
                "update plan_version set price_minor = 1 where plan_id = 'premium'",
                "update plan_version set published_at = null where plan_id = 'premium'",
                "delete from plan_version where plan_id = 'premium'",
                "delete from plan_version_permission where plan_id = 'premium'",
                "update plan_version_permission set plan_id = 'basic' where permission_id = 'organization.logo'",
                "insert into plan_version_permission values ('basic', 1, 'organization.logo')",
                "update plan_version_quota set amount = 99",
                "delete from plan_version_quota",
                "truncate plan_version cascade",
                "truncate plan_version_permission",
                "truncate plan_version_quota")) {
            assertThatThrownBy(() -> sql.sql(change).update())
                    .as(change)
                    .isInstanceOf(DataIntegrityViolationException.class)
                    .hasMessageContaining("never change");
        }
    }

    @Test
    void nothingIsMovedFromADraftIntoAPublishedVersion() {
        draft(2, 2100);
        sql.sql("insert into plan_version_permission values ('premium', 2, 'organization.edit')")
                .update();

        assertThatThrownBy(() -> sql.sql("""
                        update plan_version_permission set plan_id = 'basic', version = 1, permission_id = 'organization.logo'
                        where version = 2
                        """).update()).isInstanceOf(DataIntegrityViolationException.class);
    }

    @Test
    void aDraftCanBeChangedUntilItIsPublished() {
        draft(2, 2100);
        sql.sql("update plan_version set price_minor = 2200 where version = 2").update();
        sql.sql("insert into plan_version_quota values ('premium', 2, 'organization.members', null)")
                .update();
        publish(2, "now() - interval '1 minute'");

        assertThat(premiumPrice()).isEqualTo(2200);
        assertThat(PlanTable.of(Texts.in(Language.ENGLISH), reader.current())
                        .limits()
                        .getLast()
                        .amounts())
                .containsExactly("1", "no limit");
        assertThat(new PlanApi(reader, JsonMapper.builder().build()).plans().getBody())
                .contains("{\"id\":\"organization.members\",\"amount\":null}");
        assertThatThrownBy(() -> publish(2, "now()")).isInstanceOf(DataIntegrityViolationException.class);
    }

    private void draft(int version, long price) {
        sql.sql("""
                insert into plan_version (plan_id, version, name, summary, price_minor, currency, billing_period)
                values ('premium', ?, 'Premium', 'More.', ?, 'EUR', 'month')
                """).param(version).param(price).update();
    }

    private void publish(int version, String time) {
        sql.sql("update plan_version set published_at = " + time + " where plan_id = 'premium' and version = ?")
                .param(version)
                .update();
    }

    private long premiumPrice() {
        return reader.current().plans().getLast().price().minor();
    }
}
