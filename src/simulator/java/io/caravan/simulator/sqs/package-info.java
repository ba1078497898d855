/** SQS: ElasticMQ, its queues in memory. */
@NullMarked
package io.caravan.simulator.sqs;

import org.jspecify.annotations.NullMarked;
