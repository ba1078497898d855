package io.caravan.inbox;

import io.caravan.family.ImageLimits;
import io.caravan.family.Limits;
import io.caravan.family.Model;
import io.caravan.model.ImageColumn;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads {@code image_column} and {@code image_max_bytes}. */
record ImageFields(Fields fields) {
    private static final String COLUMN = "image_column";
    private static final String MOST = "image_max_bytes";
    private static final long USUAL = 3_750_000;

    /** @param head empty when the data set could not be looked at */
    Optional<ImageColumn> read(Optional<Model> model, Optional<Head> head) {
        if (!fields.has(COLUMN)) {
            return fields.has(MOST)
                    ? fields.wrong(MOST, "belongs to image_column, which is not given")
                    : Optional.empty();
        }
        var check = new PromptCheck(fields, head.map(Head::columns));
        Optional<String> column = fields.text(COLUMN).filter(name -> check.has(COLUMN, name));
        Optional<ImageLimits> limits = model.flatMap(Model::imageLimits);
        if (model.isPresent() && limits.isEmpty()) {
            return fields.wrong(
                    COLUMN,
                    "is for models that read images; Caravan sends none to "
                            + model.get().baseId());
        }
        if (limits.filter(found -> !found.besideText()).isPresent() && fields.has("text_column")) {
            fields.wrong(
                    "text_column",
                    "is given beside image_column; the model embeds one of them at a time, so leave one out");
        }
        long most = limits.map(ImageLimits::maxBytes).orElse(Long.MAX_VALUE);
        long fits = model.map(Model::limits).map(ImageFields::inAJob).orElse(Long.MAX_VALUE);
        OptionalLong given = fields.whole(MOST, 1, Math.min(most, fits));
        return column.map(name -> new ImageColumn(name, given.orElse(Math.min(USUAL, Math.min(most, fits)))));
    }

    /** Of how many bytes images may be for a job to have room for as many as it must have; a tenth is for the rest. */
    private static long inAJob(Limits limits) {
        return limits.maxFileBytes() / limits.minRecords() * 3 / 4 * 9 / 10;
    }
}
