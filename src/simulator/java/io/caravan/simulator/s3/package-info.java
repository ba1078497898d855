/** S3: S3Proxy on a folder, and the bucket notifications that it lacks. */
@NullMarked
package io.caravan.simulator.s3;

import org.jspecify.annotations.NullMarked;
