package io.caravan.chaos.check;

import java.io.IOException;
import java.util.List;

/** A promise of the service that can be checked from outside, when all is at rest. */
interface Rule {
    /** The promise as a sentence. */
    String name();

    List<Violation> check(Evidence evidence) throws IOException;

    default Violation violation(String where, String what) {
        return new Violation(name(), where, what);
    }
}
