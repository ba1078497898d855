package io.caravan.model;

/**
 * Where a chunk's records stand in its data set, for a ranged read.
 *
 * @param file index of the data set's file that holds the first record
 * @param position where reading starts in that file: a byte offset at a record's start, or a row group's number
 * @param first the number of its first record in the data set, from 0
 * @param skip records between that position and the slice's first one
 * @param records how many records the slice has; they may go on into the following files
 */
public record Slice(long first, int file, long position, long skip, long records) {}
