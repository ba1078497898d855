package io.caravan.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The same in DuckDB's SQL: {@code DuckWay <step> <folder>}. Steps: chunk, collect. */
final class DuckWay {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");

    private final Path folder;

    private DuckWay(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] args) throws Exception {
        var way = new DuckWay(Path.of(args[1]));
        String sql = switch (args[0]) {
            case "chunk" -> way.chunk();
            case "collect" -> way.collect();
            default -> throw new IllegalArgumentException("there is no step " + args[0]);
        };
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            statement.execute("SET threads = " + Runtime.getRuntime().availableProcessors());
            long start = System.nanoTime();
            statement.execute(sql);
            System.out.println(Taken.since(start));
        }
    }

    private String chunk() throws Exception {
        return """
                COPY (SELECT record_id AS "recordId",
                             {'anthropic_version': 'bedrock-2023-05-31', 'max_tokens': %d,
                              'messages': [{'role': 'user', 'content': %s}]} AS "modelInput"
                      FROM %s)
                TO '%s' (FORMAT json)
                """.formatted(Workload.MAX_TOKENS, prompt(), rows(), folder.resolve("duckdb.jsonl"));
    }

    private String collect() {
        return """
                COPY (SELECT data.* EXCLUDE (record_id), record_id, response, 'ok' AS status, '' AS error, stop_reason,
                             input_tokens, output_tokens,
                             rtrim(CAST(CAST(input_tokens * 125 + output_tokens * 625 AS DECIMAL(18, 0))
                                        * CAST(0.000000001 AS DECIMAL(10, 9)) AS VARCHAR), '0') AS cost_usd
                      FROM %s AS data LEFT JOIN
                           (SELECT "recordId" AS record_id, "modelOutput".content[1].text AS response,
                                   "modelOutput".stop_reason AS stop_reason,
                                   "modelOutput".usage.input_tokens AS input_tokens,
                                   "modelOutput".usage.output_tokens AS output_tokens
                            FROM read_ndjson('%s', columns = {"recordId": 'VARCHAR', "modelOutput":
                                   'STRUCT(content STRUCT("text" VARCHAR)[], stop_reason VARCHAR,
                                    usage STRUCT(input_tokens BIGINT, output_tokens BIGINT))'})) AS answers
                           USING (record_id)
                      ORDER BY record_id)
                TO '%s' (FORMAT csv, HEADER)
                """.formatted(
                rows(), folder.resolve("s3/caravan/runs/bench/jobs/*/output/job/*.out"), folder.resolve("duckdb.csv"));
    }

    private String rows() {
        return "(SELECT *, 'r' || lpad(CAST(row_number() OVER () AS VARCHAR), 10, '0') AS record_id FROM read_csv('"
                + folder.resolve("input.csv") + "', header = true, all_varchar = true))";
    }

    /** The template as a concatenation, in which an empty value is an empty text. */
    private String prompt() throws Exception {
        Matcher places = PLACEHOLDER.matcher(Files.readString(folder.resolve("prompt.txt")));
        String joined = places.replaceAll(place -> "', \"" + place.group(1) + "\", '");
        return Arrays.stream(joined.split("\n", -1)).collect(Collectors.joining("', chr(10), '", "concat('", "')"));
    }
}
