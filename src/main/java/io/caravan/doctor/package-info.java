/** Whether what a service needs of AWS is there and fits together, before or beside a service that runs. It reads, and changes nothing. */
@NullMarked
package io.caravan.doctor;

import org.jspecify.annotations.NullMarked;
