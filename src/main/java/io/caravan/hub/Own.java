package io.caravan.hub;

import io.caravan.model.Conversion;
import io.caravan.model.Source;
import io.caravan.port.Hub;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The Parquet files that a repository has itself; its commit pins them. */
final class Own {
    private final Api api;

    Own(Api api) {
        this.api = api;
    }

    /** Finds a split; empty when what is meant is not, or not all, in Parquet files of the repository. */
    Optional<Hub.Split> find(Hub.Wish wish, Api.Repository at) {
        var entries = new TreeMap<String, Api.Entry>();
        api.files(at).forEach(entry -> entries.put(entry.path(), entry));
        if (entries.keySet().stream().noneMatch(path -> path.endsWith(".parquet"))) {
            return Optional.empty();
        }
        String card = entries.containsKey("README.md") ? api.card(at) : "";
        List<String> paths = List.copyOf(entries.keySet());
        return config(wish, at.id(), card, paths)
                .filter(Card.Config::parquet)
                .map(config -> split(wish, at, config, entries));
    }

    private static Optional<Card.Config> config(Hub.Wish wish, String id, String card, List<String> paths) {
        List<Card.Config> configs = Card.configs(card, paths);
        Optional<Card.Config> named = configs.stream()
                .filter(config -> wish.config().map(config.name()::equals).orElse(config.first()))
                .findFirst();
        if (Card.names(card)) {
            List<String> names = configs.stream().map(Card.Config::name).toList();
            return named.or(() -> Optional.of(configs.get(names.indexOf(Choice.config(id, wish.config(), names)))));
        }
        if (paths.contains(id.substring(id.indexOf('/') + 1) + ".py")) {
            return Optional.empty(); // a script says what the splits are
        }
        return named.or(() ->
                wish.config().map(name -> new Card.Config(name, false, Layout.splits(paths, name + "/"))));
    }

    private static Hub.Split split(
            Hub.Wish wish, Api.Repository at, Card.Config config, Map<String, Api.Entry> entries) {
        String split = Choice.split(
                at.id(), config.name(), wish.split(), config.splits().keySet());
        List<Hub.File> files = Optional.ofNullable(config.splits().get(split)).orElseThrow().stream()
                .map(entries::get)
                .map(entry -> new Hub.File(at.id(), at.commit(), entry.path(), entry.size(), entry.sha256()))
                .toList();
        return new Hub.Split(new Source.Hub(at.id(), config.name(), split, at.commit(), Conversion.NONE), files);
    }
}
