package io.caravan.family;

import io.caravan.model.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where one model takes less than its family does.
 *
 * @param most the largest value of a parameter
 * @param oneOf parameters of which at most one may be given
 * @param without parameters that it rejects
 */
record Constraints(Map<String, Long> most, List<String> oneOf, List<String> without) {
    Constraints {
        most = Map.copyOf(most);
        oneOf = List.copyOf(oneOf);
        without = List.copyOf(without);
    }

    List<Problem> check(String model, Map<String, Object> parameters) {
        var problems = new ArrayList<Problem>();
        most.forEach((name, limit) -> {
            if (parameters.get(name) instanceof Number number && number.doubleValue() > limit) {
                problems.add(Parameters.problem(name, model + " takes at most " + limit + ", found " + number));
            }
        });
        List<String> both = oneOf.stream().filter(parameters::containsKey).toList();
        if (both.size() > 1) {
            problems.add(Parameters.problem(
                    both.get(0),
                    model + " takes only one of " + String.join(", ", both) + "; leave out all but one of them"));
        }
        without.stream()
                .filter(parameters::containsKey)
                .forEach(name ->
                        problems.add(Parameters.problem(name, model + " does not take this parameter; leave it out")));
        return problems;
    }
}
