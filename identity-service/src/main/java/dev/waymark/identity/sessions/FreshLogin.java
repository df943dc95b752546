package dev.waymark.identity.sessions;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a parameter that says who asks, such as {@link SignedIn}: only for who has shown who he is within the last five minutes, by a second factor where he
 * has one; others are asked once more, and come back.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface FreshLogin {}
