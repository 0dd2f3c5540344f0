package org.linli.live;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method of a module's front class that does what the field of Mutation of the same name promises. It takes {@link Work} and
 * the field's arguments under their names, and gives a {@code Mono} of a record, or of a sealed interface of records, each of which
 * is a member of the field's union. Any {@link Refused} is caught and answered.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface UseCase {}
