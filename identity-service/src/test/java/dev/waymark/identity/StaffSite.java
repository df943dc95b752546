package dev.waymark.identity;

import dev.waymark.identity.accounts.Accounts;
import dev.waymark.identity.accounts.Actor;
import dev.waymark.identity.accounts.EmailAddress;
import dev.waymark.identity.accounts.StaffRole;
import dev.waymark.identity.administration.LostFactors;
import dev.waymark.identity.browser.Visitor;
import dev.waymark.identity.factors.Factor;
import dev.waymark.identity.factors.SecondFactors;
import dev.waymark.identity.sessions.LoginSessions;
import dev.waymark.identity.sessions.SignInMethod;
import dev.waymark.platform.pages.Language;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.aopalliance.intercept.MethodInterceptor;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A running service with people and staff. */
final class StaffSite implements AutoCloseable {
    static final LostFactors.Removable LOST =
            new LostFactors.Removable("factor-1", Factor.TOTP, "Old phone", Instant.parse("2026-01-02T03:04:05Z"));

    /** Who has no second factor; everybody else has one. */
    final Set<UUID> withoutFactor = ConcurrentHashMap.newKeySet();
    /** Why the factor of an account was removed. */
    final Map<UUID, String> removed = new ConcurrentHashMap<>();

    final String site = IdentityServer.newSite();
    final ConfigurableApplicationContext context;
    final JdbcClient sql;

    StaffSite() {
        Map<String, Object> settings = IdentityServer.settings(site);
        // Nothing listens there: mails wait in the queue.
        settings.put("MAIL_URL", "smtp://localhost:1");
        context = new SpringApplicationBuilder(IdentityApplication.class)
                .initializers(started -> prepare((GenericApplicationContext) started))
                .run(IdentityServer.arguments(settings));
        sql = context.getBean(JdbcClient.class);
    }

    private void prepare(GenericApplicationContext started) {
        started.getBeanFactory().addBeanPostProcessor(new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof SecondFactors factors ? declared(factors) : bean;
            }
        });
        started.registerBean(LostFactors.class, this::lostFactors, definition -> definition.setPrimary(true));
    }

    /** What people have is said by {@link #withoutFactor}. */
    private Object declared(SecondFactors factors) {
        ProxyFactory proxy = new ProxyFactory(factors);
        proxy.setProxyTargetClass(true);
        proxy.addAdvice((MethodInterceptor) call -> call.getMethod().getName().equals("of")
                ? withoutFactor.contains((UUID) call.getArguments()[0]) ? Set.of() : Set.of(Factor.TOTP)
                : call.proceed());
        return proxy.getProxy();
    }

    private LostFactors lostFactors() {
        return new LostFactors() {
            @Override
            public List<Removable> of(UUID account) {
                return removed.containsKey(account) ? List.of() : List.of(LOST);
            }

            @Override
            public boolean remove(UUID account, String factorId, Actor actor, String reason) {
                return factorId.equals(LOST.id()) && removed.putIfAbsent(account, reason) == null;
            }
        };
    }

    UUID person(String address, StaffRole... roles) {
        Accounts accounts = context.getBean(Accounts.class);
        UUID id = accounts.register(
                        EmailAddress.of(address).orElseThrow(), null, "Ada", Language.ENGLISH, Actor.system())
                .orElseThrow();
        accounts.setRoles(id, Set.of(roles), Actor.operator());
        return id;
    }

    /** @return the cookie's value */
    String session(UUID account) {
        Visitor visitor = new Visitor("192.0.2.1", "Firefox", Visitor.digest("some browser"));
        return context.getBean(LoginSessions.class)
                .start(account, Set.of(SignInMethod.PASSWORD, SignInMethod.TOTP), visitor);
    }

    StaffBrowser browser(UUID account) {
        return new StaffBrowser(IdentityServer.address(context), site, session(account));
    }

    StaffBrowser stranger() {
        return new StaffBrowser(IdentityServer.address(context), site, null);
    }

    /** Types of the entries of an account with this actor, the oldest first. */
    List<String> audit(UUID account, String actor) {
        return sql.sql("select type from audit_event where account_id = ? and actor = ? order by at, id")
                .param(account)
                .param(actor)
                .query(String.class)
                .list();
    }

    List<String> mails() {
        return sql.sql("select kind from mail order by created_at, id")
                .query(String.class)
                .list();
    }

    @Override
    public void close() {
        context.close();
    }
}
