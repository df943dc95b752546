package dev.waymark.platform.pages;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The shared layout, its assets, and the answers of every service when something goes wrong. */
@AutoConfiguration(before = ErrorMvcAutoConfiguration.class)
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
    static class Errors {}
}
