package io.caravan.family;

/**
 * What Bedrock accepts of one model in batch, by default for an account and Region; Service Quotas may say otherwise.
 *
 * @param minRecords fewest records in a job
 * @param maxRecords most records in a job, and in a file
 * @param maxFileBytes largest input file
 * @param maxJobBytes largest sum of a job's input files
 * @param concurrentJobs most jobs submitted and not ended, of this model
 */
public record Limits(long minRecords, long maxRecords, long maxFileBytes, long maxJobBytes, long concurrentJobs) {}
