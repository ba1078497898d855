package io.caravan.model;

/**
 * What shares one quota of concurrent jobs: an account, a Region and a base model. An inference profile counts against
 * its model.
 */
public record Pool(String account, String region, String baseModel) {

    /** {@code account/region/model}, as the inventory keys it. */
    public String key() {
        return account + "/" + region + "/" + baseModel;
    }

    public static Pool ofKey(String key) {
        String[] words = key.split("/", 3);
        return new Pool(words[0], words[1], words[2]);
    }

    @Override
    public String toString() {
        return key();
    }
}
