/** The ports on the AWS SDK. */
@NullMarked
package io.caravan.aws;

import org.jspecify.annotations.NullMarked;
