package io.caravan.routes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A file of routes as a tree that knows its lines.
 *
 * @param name as people know the file: a path, or the name of a shipped one
 * @param location where Camel loads it from
 * @param lines by JSON pointer, from 1
 */
record RouteFile(String name, String location, JsonNode tree, Map<String, Integer> lines) {
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    /** A node of the tree. */
    record Place(String key, String pointer, JsonNode node) {}

    /** @throws WrongRoutes when it is not YAML */
    static RouteFile of(String name, String location, String yaml) {
        try {
            return new RouteFile(name, location, YAML.readTree(yaml), YamlLines.of(yaml));
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
            throw new WrongRoutes(List.of(new Finding(
                    name,
                    line,
                    Finding.Weight.WRONG,
                    "this is not YAML: " + e.getOriginalMessage().strip().replaceAll("\\s*\\R\\s*", " "))));
        }
    }

    /** Of the nearest node around it that the file shows. */
    int line(String pointer) {
        String place = pointer;
        while (!lines.containsKey(place) && !place.isEmpty()) {
            place = place.substring(0, place.lastIndexOf('/'));
        }
        return lines.getOrDefault(place, 1);
    }

    /** All that have a key, in the file's order. */
    List<Place> places() {
        return places("", tree);
    }

    List<Place> routes() {
        return places().stream().filter(place -> place.key().equals("route")).toList();
    }

    /** All below a place. */
    static List<Place> below(Place place) {
        return places(place.pointer(), place.node());
    }

    static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    @Override
    public String toString() {
        return name;
    }

    private static List<Place> places(String pointer, JsonNode node) {
        var places = new ArrayList<Place>();
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            places.addAll(places(pointer + "/" + i, node.get(i)));
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String child = pointer + "/" + escaped(field.getKey());
            places.add(new Place(field.getKey(), child, field.getValue()));
            places.addAll(places(child, field.getValue()));
        }
        return places;
    }
}
