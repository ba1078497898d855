/** Caravan: Amazon Bedrock batch inference at any scale, carried by Apache Camel. */
@org.jspecify.annotations.NullMarked
package io.caravan;
