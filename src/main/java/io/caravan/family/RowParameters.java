package io.caravan.family;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.caravan.format.Row;
import io.caravan.format.RowCheck;
import io.caravan.model.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A question whose parameters a row may replace. What each combination of values comes to is found out once. Not
 * thread-safe.
 */
final class RowParameters implements Question {
    private static final int MOST_KNOWN = 1000;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Ask ask;
    private final Model model;
    private final RowCheck check;
    private final List<Replaced> replaced;
    private final Map<List<String>, Request> known = new HashMap<>();

    private record Replaced(String parameter, String column, int number) {}

    /**
     * @param byParameter the column whose value replaces it
     * @param columns the data set's
     */
    RowParameters(Ask ask, Model model, RowCheck check, Map<String, String> byParameter, List<String> columns) {
        this.ask = ask;
        this.model = model;
        this.check = check;
        replaced = byParameter.entrySet().stream()
                .map(entry -> new Replaced(entry.getKey(), entry.getValue(), columns.indexOf(entry.getValue())))
                .toList();
    }

    @Override
    public Request about(Row row) {
        Optional<String> problem = check.problem(row);
        if (problem.isPresent()) {
            return new Request.Nothing(problem.get());
        }
        var cells = new ArrayList<String>(replaced.size());
        for (Replaced one : replaced) {
            cells.add(row.has(one.number()) ? row.text(one.number()).strip() : "");
        }
        if (known.size() >= MOST_KNOWN) {
            known.clear();
        }
        return known.computeIfAbsent(cells, this::request);
    }

    private Request request(List<String> cells) {
        var parameters = new HashMap<>(ask.parameters());
        for (int i = 0; i < cells.size(); i++) {
            if (!cells.get(i).isEmpty()) {
                parameters.put(replaced.get(i).parameter(), value(cells.get(i)));
            }
        }
        var problems = new ArrayList<>(model.check(parameters));
        ask.schema().ifPresent(schema -> problems.addAll(model.family().check(schema, parameters)));
        return problems.isEmpty()
                ? new Request.Asked(ask.with(parameters))
                : new Request.Nothing(problems.stream().map(this::said).collect(Collectors.joining("; ")));
    }

    /** What a cell means: JSON where it is that, otherwise a text. Whole numbers are often written {@code 100.0}. */
    static Object value(String cell) {
        try {
            Object value = JSON.readValue(cell, Object.class);
            if (value instanceof Double number && number == number.longValue()) {
                return number.longValue();
            }
            return value == null ? cell : value;
        } catch (JsonProcessingException e) {
            return cell;
        }
    }

    private String said(Problem problem) {
        String parameter = problem.field().replaceFirst("^parameters\\.", "");
        return replaced.stream()
                        .filter(one -> parameter.startsWith(one.parameter()))
                        .findFirst()
                        .map(one -> "parameter '" + parameter + "', of column '" + one.column() + "', ")
                        .orElse("parameter '" + parameter + "' ")
                + problem.message();
    }
}
