package dev.waymark.platform.pages;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;

/** The shared layout, its assets, and the answers of every service when something goes wrong. */
@AutoConfiguration(before = {ErrorMvcAutoConfiguration.class, WebMvcAutoConfiguration.class})
class PagesAutoConfiguration {
    @Bean
    Assets assets() {
        return new Assets();
    }

    @Bean
    Pages pages(@Value("${PUBLIC_ORIGIN}") String origin, Assets assets) {
        return new Pages(origin, assets);
    }

    @Bean
    ErrorAnswers errorAnswers(Pages pages) {
        return new ErrorAnswers(pages);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication
    @Import({PageProblems.class, ErrorDispatches.class})
    static class Web {
        @Bean
        @ConditionalOnBooleanProperty(name = "waymark.pages.language-prefix", matchIfMissing = true)
        LanguagePrefix localeResolver() {
            return new LanguagePrefix();
        }

        /** After the filters that observe requests, before those that decide by the path. */
        @Bean
        @ConditionalOnBean(LanguagePrefix.class)
        FilterRegistrationBean<LanguagePrefix> languagePrefix(LanguagePrefix filter) {
            FilterRegistrationBean<LanguagePrefix> registration = new FilterRegistrationBean<>(filter);
            registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 40);
            return registration;
        }
    }
}
