/** A house with all the walls broken: each class here breaks a rule of {@code ArchitectureTest}, and must. */
package io.caravan.architecture.offenders;
