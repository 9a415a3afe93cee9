package lorasweep.worker.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import lorasweep.runner.PackObserver;
import lorasweep.runner.PackWork;
import lorasweep.runner.TrialRunner;
import lorasweep.trial.InvalidInputException;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.probe.TinyPack;
import lorasweep.worker.testing.Goldens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trials that name their inputs in another store are trained on copies, and remain the trials that name it. */
class CopiedInputsTest {
    private static final String BASE = "bucket://b/models/base";
    private static final String DATA = "bucket://b/data";

    @TempDir
    private Path folder;

    @Test
    void trainingOnCopiesGivesTheWeightsOfTrainingInPlaceUnderTheNameOfTheOriginal() throws Exception {
        Path data = folder.resolve("data");
        TinyPack.draw(data, 0, 6);
        TrialSpec inPlace = TinyPack.trial(data, Map.of("max_train_epochs", 1));
        TrialSpec elsewhere = TinyPack.trial(
                data, Map.of("max_train_epochs", 1, "pretrained_model_name_or_path", BASE, "train_data_dir", DATA));
        PackWork copied = TinyPack.work(List.of(elsewhere), folder.resolve("copied"))
                .with(Map.of(BASE, Goldens.path("model").toString(), DATA, data.toString()));

        try (PackRunner runner = new PackRunner(TinyPack.CLOCK)) {
            assertThat(runner.run(TinyPack.work(List.of(inPlace), folder.resolve("in-place")), PackObserver.NONE))
                    .isEqualTo(TrialRunner.End.FINISHED);
            assertThat(runner.run(copied, PackObserver.NONE)).isEqualTo(TrialRunner.End.FINISHED);
        }

        assertThat(weights(folder.resolve("copied"), elsewhere))
                .isNotEmpty()
                .isEqualTo(weights(folder.resolve("in-place"), inPlace));
        assertThat(elsewhere.id()).isNotEqualTo(inPlace.id());
    }

    @Test
    void whatIsWrongWithACopyIsSaidOfTheOriginal() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        TrialSpec elsewhere = TinyPack.trial(data, Map.of("train_data_dir", DATA));
        PackWork copied =
                TinyPack.work(List.of(elsewhere), folder.resolve("out")).with(Map.of(DATA, data.toString()));

        try (PackRunner runner = new PackRunner(TinyPack.CLOCK)) {
            assertThatThrownBy(() -> runner.run(copied, PackObserver.NONE))
                    .isInstanceOfSatisfying(
                            InvalidInputException.class,
                            e -> assertThat(copied.asWritten(e.problems().get(0)))
                                    .contains(DATA)
                                    .doesNotContain(data.toString()));
        }
    }

    /** The tensors of each LoRA file, without its header, which names the trial. */
    private static Map<String, String> weights(Path out, TrialSpec spec) throws IOException {
        Map<String, String> weights = new TreeMap<>();
        try (Stream<Path> files =
                Files.list(out.resolve("trials").resolve(spec.id().text()))) {
            for (Path file : files.filter(path -> path.toString().endsWith(".safetensors"))
                    .toList()) {
                byte[] bytes = Files.readAllBytes(file);
                int header = (int)
                        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
                weights.put(
                        String.valueOf(file.getFileName()),
                        HexFormat.of().formatHex(Arrays.copyOfRange(bytes, Long.BYTES + header, bytes.length)));
            }
        }
        return weights;
    }
}
