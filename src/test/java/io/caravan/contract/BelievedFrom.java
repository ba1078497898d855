package io.caravan.contract;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The test has never run against Amazon Bedrock; this source says that it would pass. */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface BelievedFrom {
    String value();
}
