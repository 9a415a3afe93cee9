package lorasweep.worker.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import lorasweep.cli.ExitCode;
import lorasweep.cli.SweepCli;
import lorasweep.trial.TrialSpec;
import lorasweep.trial.TrialSpecCodec;
import lorasweep.worker.data.Folder;
import lorasweep.worker.testing.Goldens;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {
    @TempDir
    private Path folder;

    private Path data;
    private Path out;
    private String output = "";
    private String errors = "";

    @BeforeEach
    void drawPictures() throws IOException {
        data = Files.createDirectory(folder.resolve("data"));
        new Folder(data).image("2_girl/a.png", 1).image("2_girl/b.png", 2).image("2_girl/c.png", 3);
        out = folder.resolve("out");
    }

    private int run(String... arguments) {
        StringWriter printed = new StringWriter();
        StringWriter complained = new StringWriter();
        int code = SweepCli.run(new PrintWriter(printed), new PrintWriter(complained), arguments);
        output = printed.toString();
        errors = complained.toString();
        return code;
    }

    private Path write(String name, Map<String, ?> settings) throws IOException {
        return Files.write(folder.resolve(name), new ObjectMapper().writeValueAsBytes(settings));
    }

    private Map<String, Object> small(Map<String, ?> own) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                "pretrained_model_name_or_path", Goldens.path("model").toString(),
                "train_data_dir", data.toString(),
                "heldout_fraction", 0,
                "heldout_min", 0,
                "resolution", "64",
                "max_train_epochs", 1,
                "network_dim", 2,
                "text_encoder_lr", 0));
        settings.put("probe_timesteps", 1);
        settings.put("probe_noises", 1);
        settings.put("probe_train_images", 1);
        settings.putAll(own);
        return settings;
    }

    private List<Path> files(Path where) throws IOException {
        if (!Files.exists(where)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(where)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void trainsAPackAndSaysBeforeWhatItWillDo() throws IOException {
        Path first = write("first.json", small(Map.of("seed", 1)));
        Path second = write("second.json", small(Map.of("seed", 2, "train_batch_size", 1, "max_train_epochs", 2)));

        assertThat(run("train", "--spec", first.toString(), "--spec", second.toString(), "--out", out.toString()))
                .as(errors)
                .isEqualTo(ExitCode.DONE);

        assertThat(output).isEmpty();
        assertThat(errors)
                .contains("dataset: 3 images × repeats = 6 samples an epoch")
                .contains("6 samples / batch 1 = 6 batches per epoch; 1 epoch = 6 steps")
                .contains("2 epochs = 12 steps")
                .contains("steps: 100% 12/12")
                .doesNotContain("\r");
        for (Path spec : List.of(first, second)) {
            TrialSpec trial = TrialSpecCodec.read(spec);
            assertThat(out.resolve("trials").resolve(trial.id().toString()).resolve("last.safetensors"))
                    .exists();
        }
    }

    @Test
    void aSpecWinsOverItsPreset() throws IOException {
        Path preset = write(
                "gui.json",
                Map.of(
                        "pretrained_model_name_or_path",
                        Goldens.path("model").toString(),
                        "train_data_dir",
                        data.toString(),
                        "epoch",
                        7,
                        "max_resolution",
                        "64,64",
                        "network_dim",
                        4,
                        "loss_type",
                        "huber",
                        "text_encoder_lr",
                        0,
                        "optimizer",
                        "AdamW8bit",
                        "LoRA_type",
                        "Standard"));
        Path own = write(
                "own.json", Map.of("max_train_steps", 2, "network_dim", 2, "heldout_fraction", 0, "heldout_min", 0));

        int refused = run("train", "--preset", preset.toString(), "--spec", own.toString(), "--out", out.toString());
        assertThat(refused).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(errors).contains("loss_type is \"huber\"").contains("--ignore");
        assertThat(files(out)).isEmpty();

        int trained = run(
                "train",
                "--preset",
                preset.toString(),
                "--ignore",
                "loss_type",
                "--spec",
                own.toString(),
                "--out",
                out.toString());
        assertThat(trained).as(errors).isEqualTo(ExitCode.DONE);
        assertThat(errors)
                .containsPattern("network_dim +4 +overridden")
                .containsPattern("epoch +7 +overridden")
                .containsPattern("loss_type +huber +ignored")
                .containsPattern("optimizer +AdamW8bit +used")
                .contains("= 2 steps");
        Path spec = files(out).stream()
                .filter(file -> file.endsWith("spec.json"))
                .findFirst()
                .orElseThrow();
        TrialSpec trial = TrialSpecCodec.read(spec);
        assertThat(trial.network().networkDim()).isEqualTo(2);
        assertThat(trial.length().maxTrainSteps()).isEqualTo(2);
        assertThat(trial.learningRates().textEncoderLr()).isZero();
    }

    @Test
    void aNameToIgnoreMustBeThere() throws IOException {
        Path preset = write("gui.json", small(Map.of()));
        assertThat(run("train", "--preset", preset.toString(), "--ignore", "los_type", "--out", out.toString()))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(errors).contains("\"los_type\" is to be ignored but is not in the preset");
    }

    @Test
    void somethingMustBeTrained() {
        assertThat(run("train", "--out", out.toString())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(errors).contains("--spec").contains("--preset");
    }

    @Test
    void aHostileDatasetIsOneListOfProblemsAndNoTrial() throws IOException {
        byte[] picture = Folder.png(64, 64, 9);
        new Folder(data)
                .bytes("1_bad/truncated.png", Arrays.copyOf(picture, picture.length / 2))
                .text("1_bad/words.png", "this is no picture")
                .bytes("1_bad/huge.png", enormous())
                .bytes("1_bad/empty.png", new byte[0])
                .image("1_bad/latin.png", 64, 64, 5, "")
                .bytes("1_bad/latin.txt", new byte[] {'a', (byte) 0xe9, 'b'})
                .image("1_bad/twice.png", 64, 64, 6, "")
                .image("1_bad/up..png", 64, 64, 7, "")
                .bytes("1_bad/twice.bmp", Folder.png(64, 64, 8));
        Files.createDirectory(data.resolve("3_nothing"));
        Path spec = write("trial.json", small(Map.of()));

        assertThat(run("train", "--spec", spec.toString(), "--out", out.toString()))
                .isEqualTo(ExitCode.BAD_INPUT);

        assertThat(errors.lines().toList())
                .anyMatch(line -> line.contains("truncated.png"))
                .anyMatch(line -> line.contains("words.png"))
                .anyMatch(line -> line.contains("huge.png") && line.contains("30000"))
                .anyMatch(line -> line.contains("empty.png"))
                .anyMatch(line -> line.contains("latin.txt"))
                .anyMatch(line -> line.contains("twice") && line.contains("stem"))
                .anyMatch(line -> line.contains("up..png"))
                .anyMatch(line -> line.contains("3_nothing"))
                .noneMatch(line -> line.startsWith("\tat "));
        assertThat(files(out.resolve("trials"))).isEmpty();
        assertThat(files(out.resolve("cache/unfinished"))).isEmpty();

        int again = run("train", "--spec", spec.toString(), "--out", out.toString());
        assertThat(again).isEqualTo(ExitCode.BAD_INPUT);
    }

    @Test
    void aDatasetThatLeadsOutsideIsRefused() throws IOException {
        Path elsewhere = Files.write(folder.resolve("secret.png"), Folder.png(64, 64, 4));
        Files.createSymbolicLink(data.resolve("2_girl/link.png"), Path.of("../../secret.png"));
        assertThat(elsewhere).exists();
        Path spec = write("trial.json", small(Map.of()));

        assertThat(run("train", "--spec", spec.toString(), "--out", out.toString()))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(errors).contains("link.png");
        assertThat(files(out.resolve("trials"))).isEmpty();
    }

    /** A PNG header that claims 30,000 x 30,000 pixels. */
    private static byte[] enormous() throws IOException {
        byte[] png = Folder.png(64, 64, 1);
        for (int at : new int[] {16, 20}) {
            png[at] = 0;
            png[at + 1] = 0;
            png[at + 2] = (byte) (30000 >> 8);
            png[at + 3] = (byte) 30000;
        }
        CRC32 crc = new CRC32();
        crc.update(png, 12, 17);
        for (int i = 0; i < 4; i++) {
            png[29 + i] = (byte) (crc.getValue() >> (8 * (3 - i)));
        }
        return png;
    }
}
