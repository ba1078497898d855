package io.caravan.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The test has passed against Amazon Bedrock itself on this day (ISO-8601). */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface VerifiedOnBedrock {
    String value();
}
