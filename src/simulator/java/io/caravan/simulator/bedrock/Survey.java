package io.caravan.simulator.bedrock;

import io.caravan.simulator.bedrock.RecordLine.MalformedLine;
import io.caravan.simulator.bedrock.Storage.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * What state Validating finds out: that the buckets can be reached, that the files hold one record a line, and that
 * counts and sizes are within the quotas. The {@code modelInput}s are not looked into; a wrong one costs its record later.
 */
sealed interface Survey {

    /** An input file and its number of records. */
    record InputFile(String key, long records) {

        String name() {
            return key.substring(key.lastIndexOf('/') + 1);
        }
    }

    record Valid(List<InputFile> files, long records) implements Survey {}

    record Invalid(String message) implements Survey {}

    static Survey of(CreateRequest request, Storage storage, Limits limits) throws IOException {
        S3Uri input = request.input();
        if (!storage.hasBucket(input.bucket())) {
            return new Invalid(
                    "The S3 bucket " + input.bucket() + " of the input does not exist or cannot be accessed");
        }
        if (!storage.hasBucket(request.output().bucket())) {
            return new Invalid("The S3 bucket " + request.output().bucket()
                    + " of the output does not exist or cannot be accessed");
        }
        List<Entry> entries = files(storage, input);
        if (entries.isEmpty()) {
            return new Invalid("No .jsonl file was found at s3://" + input.bucket() + "/" + input.key());
        }
        return count(storage, input.bucket(), entries, limits);
    }

    /** One object, or every {@code .jsonl} below a folder. */
    private static List<Entry> files(Storage storage, S3Uri input) throws IOException {
        List<Entry> below = storage.list(input.bucket(), input.key());
        if (input.key().endsWith(".jsonl")) {
            return below.stream()
                    .filter(entry -> entry.key().equals(input.key()))
                    .toList();
        }
        String folder = input.below("");
        return below.stream()
                .filter(entry -> entry.key().startsWith(folder) && entry.key().endsWith(".jsonl"))
                .toList();
    }

    private static Survey count(Storage storage, String bucket, List<Entry> entries, Limits limits) throws IOException {
        List<InputFile> files = new ArrayList<>();
        long records = 0;
        long bytes = 0;
        for (Entry entry : entries) {
            bytes += entry.size();
            if (entry.size() > limits.bytesPerFile()) {
                return new Invalid("The input file " + entry.key() + " has " + entry.size()
                        + " bytes, more than the maximum of: " + limits.bytesPerFile());
            }
            if (bytes > limits.bytesPerJob()) {
                return new Invalid(
                        "Batch job input has more bytes (" + bytes + ") than the maximum of: " + limits.bytesPerJob());
            }
            InputFile file;
            try {
                file = new InputFile(entry.key(), records(storage, bucket, entry.key()));
            } catch (MalformedLine e) {
                return new Invalid("The input file " + entry.key() + " is malformed at " + e.reason());
            }
            if (file.records() > limits.recordsPerFile()) {
                return new Invalid("The input file " + entry.key() + " contains more records (" + file.records()
                        + ") than the maximum of: " + limits.recordsPerFile());
            }
            records += file.records();
            files.add(file);
        }
        if (records < limits.minimumRecords()) {
            return new Invalid("Batch job contains less records (" + records + ") than the required minimum of: "
                    + limits.minimumRecords());
        }
        if (records > limits.recordsPerJob()) {
            return new Invalid(
                    "Batch job contains more records (" + records + ") than the maximum of: " + limits.recordsPerJob());
        }
        return new Valid(List.copyOf(files), records);
    }

    private static long records(Storage storage, String bucket, String key) throws IOException {
        try (InputStream in = storage.open(bucket, key)) {
            Lines lines = new Lines(in);
            long count = 0;
            while (lines.next()) {
                count++;
                try {
                    RecordLine.check(lines.bytes(), lines.length());
                } catch (MalformedLine e) {
                    throw new MalformedLine("line " + count + ": " + e.reason());
                }
            }
            return count;
        }
    }
}
