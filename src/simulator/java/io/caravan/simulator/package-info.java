/** The embedded cloud: stand-ins for S3, SQS, DynamoDB and Bedrock in one JVM, on loopback, with their state in a folder. */
@NullMarked
package io.caravan.simulator;

import org.jspecify.annotations.NullMarked;
