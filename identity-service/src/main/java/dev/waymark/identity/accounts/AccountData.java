package dev.waymark.identity.accounts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** The account itself and its trail, for its owner. */
@Configuration(proxyBeanMethods = false)
class AccountData {
    private record Part(String name, java.util.function.Function<UUID, Object> data) implements PersonalData {
        @Override
        public Object of(UUID account) {
            return data.apply(account);
        }
    }

    @Bean
    PersonalData accountPersonalData(Accounts accounts) {
        return new Part(
                "account", id -> accounts.byId(id).map(AccountData::account).orElse(Map.of()));
    }

    @Bean
    PersonalData trailPersonalData(JdbcClient sql) {
        JsonMapper json = JsonMapper.builder().build();
        return new Part(
                "activity",
                id -> List.copyOf(sql.sql("""
                        select json_build_object('at', at, 'type', type, 'by', actor,
                            'address', case when actor = 'person' then address end,
                            'device', case when actor = 'person' then user_agent end, 'details', details)::text
                        from audit_event where account_id = ? order by at
                        """)
                        .param(id)
                        .query((row, _) -> json.readTree(row.getString(1)))
                        .list()));
    }

    private static Map<String, Object> account(Account account) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("id", account.id());
        data.put("email", account.email().text());
        data.put("name", account.displayName());
        data.put("language", account.language().tag());
        data.put(
                "roles", account.roles().stream().map(StaffRole::title).collect(Collectors.toCollection(TreeSet::new)));
        data.put("hasPassword", account.hasPassword());
        data.put("createdAt", account.createdAt().toString());
        return data;
    }
}
