package io.caravan.routes;

import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Where each node of a YAML text begins: lines from 1, by JSON pointer. */
final class YamlLines {
    private final Map<String, Integer> lines = new HashMap<>();

    static Map<String, Integer> of(String yaml) {
        var places = new YamlLines();
        Node root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(new StringReader(yaml));
        if (root != null) {
            places.add("", root, root);
        }
        return Map.copyOf(places.lines);
    }

    private void add(String pointer, Node begin, Node node) {
        lines.put(pointer, begin.getStartMark().getLine() + 1);
        switch (node) {
            case SequenceNode sequence -> {
                for (int i = 0; i < sequence.getValue().size(); i++) {
                    Node element = sequence.getValue().get(i);
                    add(pointer + "/" + i, element, element);
                }
            }
            case MappingNode mapping -> {
                for (NodeTuple entry : mapping.getValue()) {
                    if (entry.getKeyNode() instanceof ScalarNode key) {
                        add(pointer + "/" + RouteFile.escaped(key.getValue()), key, entry.getValueNode());
                    }
                }
            }
            default -> {}
        }
    }
}
