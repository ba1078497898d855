package io.caravan.simulator.bedrock;

import java.util.SplittableRandom;

/** Job ids: twelve lower-case letters and digits. */
final class JobIds {

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

    private JobIds() {}

    static String random(SplittableRandom chance) {
        StringBuilder id = new StringBuilder(12);
        for (int i = 0; i < 12; i++) {
            id.append(ALPHABET.charAt(chance.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }
}
