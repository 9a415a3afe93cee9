package lorasweep.worker.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import lorasweep.result.Measure;
import lorasweep.result.SamplePicture;
import lorasweep.result.TrialFolder;
import lorasweep.runner.PackObserver;
import lorasweep.runner.PackWork;
import lorasweep.runner.TrialRunner;
import lorasweep.trial.InvalidInputException;
import lorasweep.trial.Resolution;
import lorasweep.trial.SampleEpochs;
import lorasweep.trial.SampleSettings;
import lorasweep.trial.SamplerName;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.probe.TinyPack;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampledPackTest {
    private static final PackRunner RUNNER = new PackRunner(TinyPack.CLOCK);

    @TempDir
    private static Path folder;

    @BeforeAll
    static void drawPictures() throws IOException {
        TinyPack.draw(folder.resolve("data"), 0, 6);
    }

    @AfterAll
    static void close() {
        RUNNER.close();
    }

    private static SampleSettings samples(List<String> prompts, String epochs) {
        return samples(prompts, epochs, false);
    }

    private static SampleSettings samples(List<String> prompts, String epochs, boolean apart) {
        return new SampleSettings(
                prompts,
                Optional.of("blurry"),
                SamplerName.EULER_A,
                2,
                5,
                new Resolution(64, 64),
                List.of(7L, 8L),
                SampleEpochs.parse(epochs),
                List.of(0.5, 1.0),
                apart);
    }

    private static TrialSpec trial(Map<String, ?> own) {
        return TinyPack.trial(folder.resolve("data"), own);
    }

    private static PackWork work(List<TrialSpec> trials, SampleSettings samples, Path out) {
        return new PackWork(trials, Optional.of(samples), out.resolve("trials"), out.resolve("cache"), "cpu");
    }

    private static TrialFolder folder(Path out, TrialSpec spec) {
        return TrialFolder.at(out.resolve("trials").resolve(spec.id().toString()));
    }

    private static byte[] bytes(Path out, TrialSpec spec, SamplePicture picture) throws IOException {
        return Files.readAllBytes(folder(out, spec).samplesFolder().resolve(picture.file()));
    }

    @Test
    void everyTrialHasTheSamePicturesBesideTheBases(@TempDir Path out) throws Exception {
        TrialSpec one = trial(Map.of("seed", 1, "text_encoder_lr", 0));
        TrialSpec two = trial(Map.of("seed", 2, "network_dim", 8));
        SampleSettings samples = samples(List.of("dcai-girl, 1girl", "1girl, (park:1.2)"), "all");
        RUNNER.run(work(List.of(one, two), samples, out), PackObserver.NONE);
        List<SamplePicture> pictures = folder(out, one).samples();
        assertThat(pictures).hasSize(2 * 2 + 2 * 2 * 2 * 2);
        assertThat(folder(out, two).samples()).isEqualTo(pictures);
        assertThat(pictures.get(0))
                .isEqualTo(new SamplePicture(0, 0, 0, 0, 0, "dcai-girl, 1girl", 7, "e0000-w0-p00-s7.png"));
        assertThat(pictures.get(pictures.size() - 1).file()).isEqualTo("e0002-w1-p01-s8.png");
        for (SamplePicture picture : pictures) {
            byte[] first = bytes(out, one, picture);
            byte[] second = bytes(out, two, picture);
            if (picture.epoch() == 0) {
                assertThat(first).isEqualTo(second);
            } else {
                assertThat(first).isNotEqualTo(second);
            }
        }
        SamplePicture last = pictures.get(pictures.size() - 1);
        Path file = folder(out, one).samplesFolder().resolve(last.file());
        BufferedImage image = ImageIO.read(file.toFile());
        assertThat(image.getWidth()).isEqualTo(64);
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                .contains(
                        "1girl, (park:1.2) <lora:last-000002:1>",
                        "Negative prompt: blurry",
                        "Steps: 2",
                        "Clip skip: 2");
    }

    @Test
    void ofTheLastEpochTheNetworksAreDrawnApart(@TempDir Path out) throws Exception {
        TrialSpec both = trial(Map.of("seed", 1));
        TrialSpec unetOnly = trial(Map.of("seed", 1, "text_encoder_lr", 0));
        RUNNER.run(work(List.of(both, unetOnly), samples(List.of("1girl"), "all", true), out), PackObserver.NONE);
        List<SamplePicture> apart = folder(out, both).samples().stream()
                .filter(picture -> picture.weight() != picture.textEncoderWeight())
                .toList();
        assertThat(apart)
                .extracting(SamplePicture::file)
                .containsExactly(
                        "e0002-u1-t0-p00-s7.png",
                        "e0002-u1-t0.5-p00-s7.png",
                        "e0002-u0-t1-p00-s7.png",
                        "e0002-u0.5-t1-p00-s7.png");
        assertThat(apart.stream().map(picture -> pixels(out, both, picture)).distinct())
                .as("four different pictures")
                .hasSize(4);
        assertThat(Files.readString(
                        folder(out, both).samplesFolder().resolve(apart.get(1).file()), StandardCharsets.ISO_8859_1))
                .contains("<lora:last-000002:0.5:1>");
        assertThat(folder(out, unetOnly).samples())
                .noneMatch(picture -> picture.weight() != picture.textEncoderWeight());
    }

    private static String pixels(Path out, TrialSpec spec, SamplePicture picture) {
        try {
            BufferedImage image = ImageIO.read(
                    folder(out, spec).samplesFolder().resolve(picture.file()).toFile());
            return Arrays.toString(image.getRGB(0, 0, 64, 64, new int[64 * 64], 0, 64));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void copyingAndVarietyAreMeasuredOnThem(@TempDir Path out) throws Exception {
        TrialSpec spec = trial(Map.of("max_train_epochs", 1));
        RUNNER.run(work(List.of(spec), samples(List.of(), "last"), out), PackObserver.NONE);
        List<Measure> measures = folder(out, spec).read().measures();
        Measure.Memorisation memorisation = (Measure.Memorisation) measures.stream()
                .filter(Measure.Memorisation.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertThat(memorisation.samples()).hasSize(3 * 2).allSatisfy(sample -> {
            assertThat(sample.sample()).startsWith("e0001-w1-");
            assertThat(sample.nearest()).isNotEqualTo(sample.second());
            assertThat(folder(out, spec).nearestFolder().resolve(sample.nearest() + ".png"))
                    .isRegularFile();
            assertThat(sample.nearestDistance()).isPositive().isLessThanOrEqualTo(sample.secondDistance());
        });
        List<Measure.Variety> variety = measures.stream()
                .filter(Measure.Variety.class::isInstance)
                .map(Measure.Variety.class::cast)
                .toList();
        assertThat(variety).hasSize(3).allSatisfy(measure -> {
            assertThat(measure.spread()).isPositive().isNotEqualTo(measure.baseSpread());
            assertThat(measure.baseSpread()).isPositive();
        });
        assertThat(variety.stream().map(Measure.Variety::prompt))
                .anyMatch(prompt -> prompt.matches("dcai-girl, 1girl, pose \\d"))
                .contains("dcai-girl 1girl, sitting on a bench, park, autumn", "1girl, city street, night");
    }

    @Test
    void picturesOfARunThatIsStoppedAreThoseOfOneThatIsNot(@TempDir Path out) throws Exception {
        TrialSpec spec = trial(Map.of());
        SampleSettings samples = samples(List.of("1girl"), "all");
        RUNNER.run(work(List.of(spec), samples, out.resolve("undisturbed")), PackObserver.NONE);
        AtomicLong asked = new AtomicLong();
        PackObserver observer = TinyPack.stoppingWhen(() -> asked.incrementAndGet() % 2 == 0);
        while (RUNNER.run(work(List.of(spec), samples, out.resolve("stopped")), observer) == TrialRunner.End.STOPPED) {
            assertThat(asked.get()).isLessThan(100);
        }
        List<SamplePicture> pictures = folder(out.resolve("undisturbed"), spec).samples();
        assertThat(folder(out.resolve("stopped"), spec).samples()).isEqualTo(pictures);
        for (SamplePicture picture : pictures) {
            assertThat(bytes(out.resolve("stopped"), spec, picture))
                    .isEqualTo(bytes(out.resolve("undisturbed"), spec, picture));
        }
        try (Stream<Path> files =
                Files.list(folder(out.resolve("stopped"), spec).samplesFolder())) {
            assertThat(files).hasSize(pictures.size());
        }
    }

    @Test
    void whatCannotBeDrawnIsRefusedBeforeTraining(@TempDir Path out) {
        SampleSettings samples = samples(List.of("girl <lora:other:1>"), "last");
        TrialSpec spec = trial(Map.of());
        assertThatThrownBy(() -> RUNNER.run(work(List.of(spec), samples, out), PackObserver.NONE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("<lora:other:1>");
        assertThat(out.resolve("trials")).doesNotExist();
    }
}
