/** What a run looks like from outside: status.json, the API, the page. */
@NullMarked
package io.caravan.status;

import org.jspecify.annotations.NullMarked;
