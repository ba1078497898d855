/**
 * The commands that steer runs: clients of a service's HTTP API, wherever it is, which know of it what {@code openapi.json} says.
 * The page's buttons do the same.
 */
@NullMarked
package io.caravan.command;

import org.jspecify.annotations.NullMarked;
