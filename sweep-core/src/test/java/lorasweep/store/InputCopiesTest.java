package lorasweep.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import lorasweep.grid.GridFile;
import lorasweep.plan.Assumptions;
import lorasweep.plan.SweepPlan;
import lorasweep.testing.ObjectStore;
import lorasweep.trial.InvalidInputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputCopiesTest {
    @TempDir
    private Path folder;

    private Path bucket = Path.of("");
    private InputCopies copies = new InputCopies(Stores.of(Map.of()));

    @BeforeEach
    void fill() throws IOException {
        bucket = folder.resolve("bucket");
        write("models/base.safetensors", "weights");
        write("data/10_sks dog/a.png", "picture");
        write("data/10_sks dog/a.txt", "sks dog");
        write("data/2_dog/b.png", "another");
        copies = new InputCopies(stores());
    }

    private Stores stores() {
        Map<String, String> settings = new HashMap<>(ObjectStore.settings());
        settings.put(Stores.LOCAL_FOLDER, folder.resolve("local").toString());
        return Stores.of(settings);
    }

    private void write(String name, String content) throws IOException {
        Path file = bucket.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private String place(String name) {
        return ObjectStore.place(bucket.resolve(name));
    }

    @Test
    void copiesKeepNamesAndContentsAndAreMadeOnce() throws Exception {
        Path base = copies.of(place("models/base.safetensors"));
        Path data = copies.of(place("data"));

        assertThat(base).hasFileName("base.safetensors").hasContent("weights");
        assertThat(data.resolve("10_sks dog/a.png")).hasContent("picture");
        assertThat(data.resolve("10_sks dog/a.txt")).hasContent("sks dog");
        assertThat(data.resolve("2_dog/b.png")).hasContent("another");
        int opened = ObjectStore.OPENED.get();
        assertThat(copies.of(place("data"))).isEqualTo(data);
        assertThat(ObjectStore.OPENED).hasValue(opened);
    }

    @Test
    void pathsOfThisMachineAreUsedInPlace() throws Exception {
        Path file = bucket.resolve("models/base.safetensors");

        assertThat(copies.of(file.toString())).isEqualTo(file);
        assertThat(copies.of(file.toUri().toString())).isEqualTo(file);
        assertThat(folder.resolve("local")).doesNotExist();
    }

    @Test
    void whatChangedInTheStoreIsCopiedAgain() throws Exception {
        Path before = copies.of(place("models/base.safetensors"));
        write("models/base.safetensors", "WEIGHTS");
        Files.setLastModifiedTime(bucket.resolve("models/base.safetensors"), FileTime.fromMillis(1));

        Path after = copies.of(place("models/base.safetensors"));

        assertThat(after).isNotEqualTo(before).hasContent("WEIGHTS");
        assertThat(before).hasContent("weights");
    }

    @Test
    void aCopyThatLostAFileIsMadeAgain() throws Exception {
        Path data = copies.of(place("data"));
        Files.delete(data.resolve("2_dog/b.png"));

        assertThat(copies.of(place("data")).resolve("2_dog/b.png")).hasContent("another");
    }

    @Test
    void manyThreadsMakeOneCopy() throws Exception {
        int opened = ObjectStore.OPENED.get();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Path>> all = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                all.add(() -> new InputCopies(stores()).of(place("data")));
            }
            List<Path> paths = new ArrayList<>();
            for (Future<Path> copy : threads.invokeAll(all)) {
                paths.add(copy.get());
            }
            assertThat(paths).containsOnly(paths.get(0));
        } finally {
            threads.shutdownNow();
        }
        assertThat(ObjectStore.OPENED).hasValue(opened + 3);
    }

    @Test
    void aPlanCountsPicturesInAStoreWithoutReadingAny() {
        int opened = ObjectStore.OPENED.get();

        SweepPlan plan = plan(place("models/base.safetensors"), place("data"));

        assertThat(plan.images().get(place("data")).orElseThrow().images()).isEqualTo(2);
        assertThat(plan.images().get(place("data")).orElseThrow().samples()).isEqualTo(12);
        assertThat(ObjectStore.OPENED).hasValue(opened);
        InputCheck.of(plan.specs(), Optional.empty(), stores());
    }

    @Test
    void everythingThatCannotBeReadIsNamedAtOnce() {
        SweepPlan plan = plan("s3a://bucket/base.safetensors", place("models/base.safetensors"));
        SweepPlan another = plan(place("data/2_dog/b.png"), place("missing"));
        SweepPlan third = plan("nowhere://host/base.safetensors", place("forbidden"));
        List<lorasweep.trial.TrialSpec> specs = new ArrayList<>(plan.specs());
        specs.addAll(another.specs());
        specs.addAll(third.specs());

        assertThatThrownBy(() -> InputCheck.of(specs, Optional.of("s3a://results"), stores()))
                .isInstanceOfSatisfying(InvalidInputException.class, e -> {
                    assertThat(e.problems())
                            .hasSize(7)
                            .allMatch(line -> line.matches("[\\w-]+: .*, expected .*; .*\\."));
                    assertThat(e.problems().get(0))
                            .startsWith("pretrained_model_name_or_path: \"s3a://bucket/base.safetensors\"")
                            .contains("--packages org.apache.hadoop:hadoop-aws:3.4.2");
                    assertThat(e.problems().get(1)).contains("is a file, expected a folder of images");
                    assertThat(e.problems().get(2)).contains("file of another kind");
                    assertThat(e.problems().get(3)).contains("does not exist");
                    assertThat(e.problems().get(4)).contains("\"nowhere:\", which no filesystem of Hadoop");
                    assertThat(e.problems().get(5)).contains("may not be used", "403 Forbidden");
                    assertThat(e.problems().get(6))
                            .startsWith("--out: \"s3a://results\"")
                            .contains("hadoop-aws");
                });
    }

    private SweepPlan plan(String base, String data) {
        String grid = """
                version: 1
                name: girl
                base: "%s"
                dataset: {path: "%s"}
                train: {max_train_steps: 10}
                grid: {network_dim: [4, 8]}
                """.formatted(base, data);
        return SweepPlan.of(GridFile.parse(grid, "girl.yaml", folder), Assumptions.MID_RANGE, trials -> 1, stores());
    }
}
