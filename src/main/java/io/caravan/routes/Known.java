package io.caravan.routes;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What routes may speak of here.
 *
 * @param bean a bean's type, by its name
 * @param property whether a key has a value
 */
public record Known(Function<String, Optional<Class<?>>> bean, Predicate<String> property) {

    /** Whether a component is on the class path; the catalog knows those that are not, too. */
    boolean component(String scheme) {
        return Known.class.getClassLoader().getResource("META-INF/services/org/apache/camel/component/" + scheme)
                != null;
    }
}
