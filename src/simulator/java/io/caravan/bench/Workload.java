package io.caravan.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is measured, in a folder of its own that all contenders share.
 *
 * @param rows of the data set
 * @param rowBytes how long one is on average
 */
record Workload(Path folder, long rows, int rowBytes) {
    /** What the model is asked, in the words of a manifest; every contender takes it from a file. */
    static final String PROMPT =
            "Here is a review of {product} ({category}), written on {written}. Name its mood and its main points.\n\n"
                    + "{title}\n\n{review}";

    static final int MAX_TOKENS = 200;

    static Workload in(Path data, long rows, int rowBytes) {
        return new Workload(data.resolve(rows + "x" + rowBytes).toAbsolutePath(), rows, rowBytes);
    }

    Path csv() {
        return folder.resolve("input.csv");
    }

    Path prompt() {
        return folder.resolve("prompt.txt");
    }

    /** Where the service's objects are. */
    FileStore store() {
        return new FileStore(folder.resolve("s3"));
    }

    /** Where a contender of this name leaves what it makes of the data set. */
    Path made(String contender, String ending) {
        return folder.resolve(contender + ending);
    }

    /** Makes the data set when it is not there yet. */
    void generate() throws IOException {
        if (Files.exists(csv())) {
            return;
        }
        Files.createDirectories(folder);
        Files.writeString(prompt(), PROMPT);
        Path part = folder.resolve("input.csv.part");
        try (OutputStream out = Files.newOutputStream(part)) {
            new Reviews(rowBytes).write(rows, out);
        }
        Files.move(part, csv());
    }
}
