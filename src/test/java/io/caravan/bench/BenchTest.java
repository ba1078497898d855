package io.caravan.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTest {
    @Test
    void every_contender_that_is_there_comes_to_the_same_records_and_rows(@TempDir Path data) throws Exception {
        var lines = new ArrayList<String>();

        boolean same = new Bench(Path.of("").toAbsolutePath(), lines::add)
                .run(new Bench.Plan(data, 500, 200, 1, List.of(200L)));

        assertThat(same).as("%s", lines).isTrue();
        assertThat(lines)
                .anyMatch(line -> line.startsWith("scan     Caravan"))
                .anyMatch(line -> line.startsWith("collect  Caravan"))
                .anyMatch(line -> line.startsWith("200 "));
    }
}
