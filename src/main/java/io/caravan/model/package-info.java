/** The words of the domain: runs, chunks, jobs, answers. Knows only the JDK. */
@NullMarked
package io.caravan.model;

import org.jspecify.annotations.NullMarked;
