package io.caravan.simulator.inference;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32;

/** A vector that depends on the text alone. */
final class Embedding {

    /** Decimals printed, about what a float holds. */
    private static final int SCALE = 8;

    private final double[] values;

    private Embedding(double[] values) {
        this.values = values;
    }

    static Embedding of(String text, int dimensions, boolean normalize) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        SplittableRandom random = new SplittableRandom(crc.getValue() * 31 + text.length());
        double[] values = new double[dimensions];
        double square = 0;
        for (int i = 0; i < dimensions; i++) {
            values[i] = random.nextDouble() * 2 - 1;
            square += values[i] * values[i];
        }
        double length = normalize ? Math.sqrt(square) : 1;
        return new Embedding(Arrays.stream(values).map(value -> value / length).toArray());
    }

    ArrayNode floats() {
        ArrayNode floats = JsonNodeFactory.instance.arrayNode(values.length);
        for (double value : values) {
            floats.add(DecimalNode.valueOf(BigDecimal.valueOf(Math.round(value * 1e8), SCALE)));
        }
        return floats;
    }

    ArrayNode bits() {
        ArrayNode bits = JsonNodeFactory.instance.arrayNode(values.length);
        for (double value : values) {
            bits.add(value > 0 ? 1 : 0);
        }
        return bits;
    }
}
