package lorasweep.worker.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import javax.imageio.ImageIO;
import lorasweep.result.Curve;
import lorasweep.result.StepRecord;
import lorasweep.result.StepTiming;
import lorasweep.result.TrialFolder;
import lorasweep.result.TrialOutcome;
import lorasweep.runner.PackObserver;
import lorasweep.runner.PackWork;
import lorasweep.runner.TrialRunner;
import lorasweep.search.ScoreBoard.Score;
import lorasweep.tensorboard.ParsedEvents;
import lorasweep.tensorboard.ParsedEvents.Parsed;
import lorasweep.trial.InvalidInputException;
import lorasweep.trial.TrialId;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.safetensors.ModelHashes;
import lorasweep.worker.safetensors.SafetensorsFile;
import lorasweep.worker.testing.Goldens;
import lorasweep.worker.testing.TrialFiles;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackTrainingTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1_700_000_000), ZoneOffset.UTC);
    private static final OpenBases BASES = new OpenBases();

    @TempDir
    private static Path folder;

    @BeforeAll
    static void drawPictures() throws IOException {
        Path images = Files.createDirectories(folder.resolve("data/2_dcai-girl 1girl"));
        for (int i = 0; i < 4; i++) {
            BufferedImage image = new BufferedImage(64, i == 0 ? 128 : 64, BufferedImage.TYPE_INT_RGB);
            for (int y = 0; y < image.getHeight(); y++) {
                for (int x = 0; x < 64; x++) {
                    image.setRGB(x, y, (x * 3 + i * 40) << 16 | (y * 2) << 8 | (x ^ y) * 3);
                }
            }
            ImageIO.write(image, "png", images.resolve("girl" + i + ".png").toFile());
            Files.writeString(images.resolve("girl" + i + ".txt"), "dcai-girl, 1girl, pose " + i);
        }
    }

    private static TrialSpec trial(Map<String, ?> own) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("pretrained_model_name_or_path", Goldens.path("model").toString());
        settings.put("train_data_dir", folder.resolve("data").toString());
        settings.put("heldout_fraction", 0);
        settings.put("heldout_min", 0);
        settings.put("resolution", "128,128");
        settings.put("enable_bucket", true);
        settings.put("min_bucket_reso", 64);
        settings.put("train_batch_size", 2);
        settings.put("max_train_epochs", 2);
        settings.put("unet_lr", 1e-3);
        settings.put("text_encoder_lr", 5e-4);
        settings.put("network_dim", 4);
        settings.put("save_precision", "fp32");
        settings.putAll(own);
        return TrialSpec.of(settings);
    }

    private static List<TrialSpec> pack() {
        return List.of(
                trial(Map.of("seed", 1, "clip_skip", 2, "scale_weight_norms", 0.01)),
                trial(Map.of(
                        "seed",
                        2,
                        "network_dim",
                        64,
                        "text_encoder_lr",
                        0,
                        "min_snr_gamma",
                        5,
                        "optimizer_type",
                        "AdamW8bit")),
                trial(Map.of(
                        "seed",
                        3,
                        "max_train_epochs",
                        0,
                        "max_train_steps",
                        5,
                        "conv_dim",
                        2,
                        "network_dropout",
                        0.3)));
    }

    private static TrialRunner.End train(List<TrialSpec> trials, Path out, PackObserver observer) throws Exception {
        return train(trials, out, PackMeasures.NONE, observer);
    }

    private static TrialRunner.End train(List<TrialSpec> trials, Path out, PackMeasures measures, PackObserver observer)
            throws Exception {
        PackWork work = new PackWork(trials, Optional.empty(), out.resolve("trials"), out.resolve("cache"), "cpu");
        return new PackTraining(work, BASES, inputs -> measures, CLOCK).run(TrainingListener.NONE, observer);
    }

    @AfterAll
    static void closeBases() {
        BASES.close();
    }

    private static PackObserver stoppingWhen(BooleanSupplier stop) {
        return new PackObserver() {
            @Override
            public boolean isStopRequested() {
                return stop.getAsBoolean();
            }
        };
    }

    @Test
    void aRunThatIsStoppedAgainAndAgainLeavesTheSameBytes(@TempDir Path out) throws Exception {
        Path undisturbed = out.resolve("undisturbed");
        assertThat(train(pack(), undisturbed, PackObserver.NONE)).isEqualTo(TrialRunner.End.FINISHED);

        Path stopped = out.resolve("stopped");
        AtomicLong asked = new AtomicLong();
        int calls = 0;
        while (train(pack(), stopped, stoppingWhen(() -> asked.incrementAndGet() % 3 == 0))
                == TrialRunner.End.STOPPED) {
            calls++;
        }
        assertThat(calls).isGreaterThanOrEqualTo(2);
        assertThat(TrialFiles.of(stopped)).isEqualTo(TrialFiles.of(undisturbed));
    }

    @Test
    void tensorBoardShowsTheCurvesUnderKohyasTags(@TempDir Path out) throws Exception {
        TrialSpec spec = pack().get(0);
        train(List.of(spec), out, PackObserver.NONE);
        TrialFolder trial =
                TrialFolder.at(out.resolve("trials").resolve(spec.id().toString()));
        List<Parsed> events =
                ParsedEvents.of(trial.path().resolve("tensorboard/events.out.tfevents.1700000000.lorasweep"));

        double[] losses = trial.curves().column(Curve.LOSS).orElseThrow();
        List<Parsed> updates = events.stream()
                .filter(event -> event.values().containsKey("loss/current"))
                .toList();
        assertThat(updates).hasSize(losses.length);
        for (int i = 0; i < losses.length; i++) {
            assertThat(updates.get(i).step()).isEqualTo(i + 1);
            assertThat(updates.get(i).values()).containsEntry("loss/current", (float) losses[i]);
        }
        assertThat(updates.get(0).values().keySet())
                .contains("loss/average", "lr/unet", "lr/textencoder", "max_norm/keys_scaled", "norm/avg_key_norm");
        assertThat(events.stream().filter(event -> event.values().containsKey("loss/epoch_average")))
                .extracting(Parsed::step)
                .containsExactly(1L, 2L);
    }

    @Test
    void saysWhereTheTimeOfEachStepWent(@TempDir Path out) throws Exception {
        List<TrialSpec> pack = pack();
        PackWork work = new PackWork(pack, Optional.empty(), out.resolve("trials"), out.resolve("cache"), "cpu");
        new PackTraining(work, BASES, inputs -> PackMeasures.NONE, Clock.systemUTC())
                .run(TrainingListener.NONE, PackObserver.NONE);
        for (TrialSpec spec : pack) {
            TrialFolder trial =
                    TrialFolder.at(out.resolve("trials").resolve(spec.id().toString()));
            List<StepTiming> timings = trial.timings();
            TrialOutcome.Cost cost = trial.read().outcome().orElseThrow().cost();
            assertThat(timings).hasSize((int) cost.steps());
            assertThat(timings).allSatisfy(timing -> {
                assertThat(timing.data()).isPositive();
                assertThat(timing.forward()).isPositive();
                assertThat(timing.backward()).isPositive();
                assertThat(timing.update()).isPositive();
            });
            assertThat(timings.stream().mapToDouble(StepTiming::share).sum())
                    .isPositive()
                    .isLessThan(cost.trainSeconds());
            assertThat(cost.peakMemoryBytes()).isGreaterThan(100L << 20);
        }
    }

    @Test
    void aTrialDoesNotDependOnItsPack(@TempDir Path out) throws Exception {
        train(pack(), out.resolve("packed"), PackObserver.NONE);
        for (TrialSpec spec : pack()) {
            train(List.of(spec), out.resolve("alone"), PackObserver.NONE);
            double[] packed = losses(out.resolve("packed"), spec);
            double[] alone = losses(out.resolve("alone"), spec);
            assertThat(packed).hasSameSizeAs(alone).isNotEmpty();
            for (int i = 0; i < alone.length; i++) {
                assertThat(packed[i]).isCloseTo(alone[i], within(1e-5 * alone[i]));
            }
        }
    }

    /** Also where the text encoder's adapters have dropout, and where the optimizer's state is bytes. */
    @Test
    void dropoutIsTheSameUnderGradientCheckpointing(@TempDir Path out) throws Exception {
        TrialSpec direct = trial(Map.of("network_dropout", 0.5, "conv_dim", 2, "optimizer_type", "AdamW8bit"));
        TrialSpec again = direct.with("gradient_checkpointing", true);
        TrialSpec without = direct.with("network_dropout", 0);
        for (TrialSpec spec : List.of(direct, again, without)) {
            train(List.of(spec), out, PackObserver.NONE);
        }
        double[] expected = losses(out, direct);
        double[] recomputed = losses(out, again);
        for (int i = 0; i < expected.length; i++) {
            assertThat(recomputed[i]).isCloseTo(expected[i], within(1e-5 * expected[i]));
        }
        assertThat(losses(out, without)[expected.length - 1]).isNotCloseTo(expected[expected.length - 1], within(1e-6));
    }

    private static double[] losses(Path out, TrialSpec spec) throws IOException {
        return TrialFolder.at(out.resolve("trials").resolve(spec.id().toString()))
                .curves()
                .column(Curve.LOSS)
                .orElseThrow();
    }

    @Test
    void aTrialIsEndedWhenTheObserverSaysSo(@TempDir Path out) throws Exception {
        TrialSpec poor = trial(Map.of("seed", 1));
        TrialSpec fair = trial(Map.of("seed", 2));
        PackMeasures measures = (moment, members) -> new PackMeasures.Measured(
                members.stream()
                        .map(member -> Optional.of(new Score(OptionalDouble.empty(), OptionalDouble.of((double)
                                member.spec().seed()))))
                        .toList(),
                3,
                5);
        List<String> events = new ArrayList<>();
        PackObserver observer = new PackObserver() {
            @Override
            public void started() {
                events.add("started");
            }

            @Override
            public Optional<String> measured(TrialId trial, int epoch, Score score) {
                events.add("measured " + score.deciding() + " at epoch " + epoch);
                return score.deciding() == 1 ? Optional.of("it is poor.") : Optional.empty();
            }

            @Override
            public void ended(TrialId trial, TrialOutcome outcome) {
                events.add((trial.equals(poor.id()) ? "poor " : "fair ") + outcome.state());
            }
        };
        assertThat(train(List.of(poor, fair), out, measures, observer)).isEqualTo(TrialRunner.End.FINISHED);
        assertThat(events)
                .containsExactly(
                        "started",
                        "measured 1.0 at epoch 1",
                        "measured 2.0 at epoch 1",
                        "poor PRUNED",
                        "measured 2.0 at epoch 2",
                        "fair COMPLETED");
        Path folder = out.resolve("trials").resolve(poor.id().toString());
        TrialOutcome outcome = TrialFolder.at(folder).read().outcome().orElseThrow();
        assertThat(outcome.reason()).isEqualTo("it is poor.");
        assertThat(outcome.cost().steps()).isEqualTo(4);
        assertThat(outcome.cost().probeSeconds()).isEqualTo(1.5);
        assertThat(outcome.cost().sampleSeconds()).isEqualTo(2.5);
        assertThat(outcome.cost().peakMemoryBytes()).isGreaterThan(1 << 20);
        assertThat(folder.resolve(poor.save().outputName() + ".safetensors")).exists();
        assertThat(TrialFolder.at(folder).curves().size()).isEqualTo(4);
        assertThat(train(List.of(poor, fair), out, measures, observer)).isEqualTo(TrialRunner.End.FINISHED);
        assertThat(events).as("nothing is left to do").hasSize(6);
    }

    @Test
    void everyUpdateIsHeardAsItIsWritten(@TempDir Path out) throws Exception {
        TrialSpec spec = trial(Map.of("max_train_epochs", 0, "max_train_steps", 3));
        List<StepRecord> heard = new ArrayList<>();
        train(List.of(spec), out, new PackObserver() {
            @Override
            public void stepped(TrialId trial, StepRecord record) {
                assertThat(trial).isEqualTo(spec.id());
                heard.add(record);
            }
        });
        assertThat(heard.stream().mapToDouble(row -> row.values().getOrDefault(Curve.LOSS, 0.0)))
                .containsExactlyElementsOf(
                        Arrays.stream(losses(out, spec)).boxed().toList());
    }

    @Test
    void packsShareOneBase(@TempDir Path out) throws Exception {
        try (OpenBases bases = new OpenBases()) {
            for (int seed = 1; seed <= 3; seed++) {
                TrialSpec spec = trial(Map.of("seed", seed, "max_train_epochs", 0, "max_train_steps", 1));
                PackWork work = new PackWork(
                        List.of(spec), Optional.empty(), out.resolve("trials"), out.resolve("cache"), "cpu");
                new PackTraining(work, bases, inputs -> PackMeasures.NONE, CLOCK)
                        .run(TrainingListener.NONE, PackObserver.NONE);
            }
            assertThat(bases.opened()).isEqualTo(1);
        }
    }

    @Test
    void savesKohyasFilesWithTheirMetadata(@TempDir Path out) throws Exception {
        TrialSpec spec = trial(Map.of("output_name", "girl", "text_encoder_lr", 0));
        train(List.of(spec), out, PackObserver.NONE);
        Path trial = out.resolve("trials").resolve(spec.id().toString());
        assertThat(trial.resolve("girl-000001.safetensors")).exists();
        assertThat(trial.resolve("girl-000002.safetensors")).doesNotExist();
        try (SafetensorsFile file = SafetensorsFile.open(trial.resolve("girl.safetensors"))) {
            assertThat(file.tensors().keySet()).hasSize(3 * 192).noneMatch(name -> name.startsWith("lora_te"));
            assertThat(file.metadata())
                    .containsEntry("ss_network_dim", "4")
                    .containsEntry("ss_epoch", "2")
                    .containsEntry("ss_num_train_images", "8")
                    .containsEntry("ss_output_name", "girl")
                    .containsEntry("modelspec.architecture", "stable-diffusion-v1/lora")
                    .containsEntry("sshs_model_hash", ModelHashes.of(file).sshsModelHash());
            assertThat(file.metadata().get("ss_tag_frequency")).contains("2_dcai-girl 1girl", "1girl");
        }
    }

    @Test
    void whatCannotShareAPackIsRefusedByName(@TempDir Path out) {
        List<TrialSpec> trials = List.of(trial(Map.of()), trial(Map.of("train_batch_size", 1)));
        assertThatThrownBy(() -> train(trials, out, PackObserver.NONE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("train_batch_size");
        assertThat(new ArrayList<>(List.of(out.toFile().list()))).isEmpty();
    }

    @Test
    void aFolderOfSomethingElseIsNotTouched(@TempDir Path out) throws IOException {
        TrialSpec spec = trial(Map.of());
        Path trial =
                Files.createDirectories(out.resolve("trials").resolve(spec.id().toString()));
        Files.writeString(trial.resolve("precious.safetensors"), "keep me");
        assertThatThrownBy(() -> train(List.of(spec), out, PackObserver.NONE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("spec.json");
        assertThat(trial.resolve("precious.safetensors")).hasContent("keep me");
    }
}
