package io.caravan.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.caravan.chaos.check.Drop;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** A manifest and its data set, made by chance: awkward cells, from one to a dozen chunks, any priority. */
record GeneratedRun(Drop drop, String manifest, String data) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TEXT_MODEL = "anthropic.claude-3-haiku-20240307-v1:0";
    private static final String EMBEDDING_MODEL = "amazon.titan-embed-text-v2:0";
    private static final List<String> WORDS = List.of(
            "robots",
            "007",
            "\"quoted\"",
            "a,b",
            "line\nbreak",
            "line\r\nbreak",
            "naïve",
            "日本語",
            "😀",
            "  spaces  ",
            "0.10",
            "NULL",
            "nan",
            "{brace}",
            "back\\slash",
            "tab\there",
            "''",
            "=1+1",
            "\"\"");

    /** Least records of a job, with one to spare for chunks that differ by one. */
    private static final int LEAST = 101;

    /** Cells long enough for a job's input to be uploaded in parts. */
    private static final int LONG_CELL = 90_000;

    /**
     * The {@code number}th run; every fourth asks for embeddings, the fifth is not valid, the sixth is one job of long
     * cells, and every fifth from the second on tolerates no failure.
     */
    static GeneratedRun of(int number, String bucket, SplittableRandom chance) {
        boolean valid = number != 5;
        boolean embeds = number % 4 == 3;
        boolean large = number == 6;
        int perJob = LEAST + (large ? 1 : chance.nextInt(120));
        int jobs = large ? 1 : 1 + chance.nextInt(number % 3 == 0 ? 2 : 12);
        String name = String.format(Locale.ROOT, "chaos%02d", number);
        String data = "data/" + name + ".csv";
        ObjectNode manifest = JSON.createObjectNode();
        manifest.put("s3_uri", "s3://" + bucket + "/" + data);
        manifest.put(valid ? "job_name_prefix" : "job_name_perfix", name);
        manifest.put("model_id", embeds ? EMBEDDING_MODEL : TEXT_MODEL);
        manifest.put("max_records_per_batch", perJob);
        manifest.put("priority", chance.nextInt(10));
        manifest.put("max_failed_percent", number % 5 == 2 ? 0 : 100);
        if (embeds) {
            manifest.put("text_column", "topic").putObject("parameters").put("dimensions", 256);
        } else {
            manifest.put("prompt", "Say something about {topic}. {key}")
                    .putObject("parameters")
                    .put("max_tokens", 40);
        }
        int rows = jobs * perJob - chance.nextInt(jobs + 1);
        return new GeneratedRun(
                new Drop(name, data, valid), manifest.toString(), rows(name, rows, embeds, large, chance));
    }

    private static String rows(String name, int rows, boolean embeds, boolean large, SplittableRandom chance) {
        String end = chance.nextBoolean() ? "\n" : "\r\n";
        boolean taken = chance.nextBoolean(); // a column that the result wants to add, too
        var text = new StringBuilder("id,key,topic")
                .append(taken ? ",status" : ",note")
                .append(end);
        for (int row = 1; row <= rows; row++) {
            String key = name + "k" + String.format(Locale.ROOT, "%06d", row) + "e";
            List<String> cells = new ArrayList<>();
            cells.add(String.format(Locale.ROOT, "%06d", row));
            cells.add(key);
            cells.add(words(chance) + (embeds ? " " + key : "") + (large ? " ".repeat(LONG_CELL) : ""));
            cells.add(chance.nextInt(3) == 0 ? "" : words(chance));
            text.append(String.join(
                    ",", cells.stream().map(cell -> cell(cell, chance)).toList()));
            text.append(row < rows || chance.nextBoolean() ? end : "");
        }
        return text.toString();
    }

    private static String words(SplittableRandom chance) {
        var words = new ArrayList<String>();
        int count = 1 + chance.nextInt(4);
        for (int i = 0; i < count; i++) {
            words.add(WORDS.get(chance.nextInt(WORDS.size())));
        }
        return String.join(" ", words);
    }

    private static String cell(String value, SplittableRandom chance) {
        boolean must = value.matches("(?s).*[\",\r\n].*");
        return must || chance.nextInt(4) == 0 ? '"' + value.replace("\"", "\"\"") + '"' : value;
    }
}
