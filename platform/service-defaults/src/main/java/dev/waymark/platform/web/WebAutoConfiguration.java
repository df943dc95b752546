package dev.waymark.platform.web;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Import;

/** Problem details and {@code /version} for every service. */
@AutoConfiguration
@ConditionalOnWebApplication
@Import({ApiProblems.class, VersionController.class})
class WebAutoConfiguration {}
