/** DynamoDB: DynamoDB Local behind a loopback server. */
@NullMarked
package io.caravan.simulator.dynamodb;

import org.jspecify.annotations.NullMarked;
