package lorasweep.result;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import lorasweep.result.TrialOutcome.Cost;
import lorasweep.result.TrialOutcome.Failure;
import lorasweep.result.TrialOutcome.FailureKind;
import lorasweep.trial.InvalidInputException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialFolderTest {
    private static final ProbePlan PLAN = new ProbePlan(
            7,
            List.of("h"),
            List.of("t"),
            List.of(100, 900),
            1,
            List.of(new Band("low", 0, 500), new Band("high", 500, 1000)));
    private static final Losses BASE = Losses.of(.4f, .3f, .2f, .1f);
    private static final Cost COST = new Cost(20, 12.5, .5, 3, 1L << 33);

    @TempDir
    private Path temporary;

    private TrialFolder folder;
    private Path probesFile;

    @BeforeEach
    void fill() throws IOException {
        folder = TrialFolder.at(temporary.resolve("trials/abc"));
        probesFile = folder.path().resolve("probes.jsonl");
        write(folder, 1, 3);
    }

    private static void write(TrialFolder folder, int first, int last) throws IOException {
        try (ResultLog<ProbeRow> probes = folder.openProbes(PLAN, BASE);
                ResultLog<StepRecord> steps = folder.openSteps();
                ResultLog<EpochRecord> epochs = folder.openEpochs();
                ResultLog<WeightTest> weights = folder.openWeightTests();
                ResultLog<Measure> measures = folder.openMeasures()) {
            for (int epoch = first; epoch <= last; epoch++) {
                long step = 10L * epoch;
                probes.append(new ProbeRow(epoch, step, Losses.of(.1f * epoch, .2f, Float.NaN, .3f + 3e-8f)));
                steps.append(new StepRecord(step, epoch, Map.of(Curve.LOSS, .1 * epoch, Curve.UNET_LR, 1e-4)));
                epochs.append(new EpochRecord(epoch, step, .1, .2, .03, .5));
                weights.append(new WeightTest(
                        epoch, step, PLAN, BASE, List.of(new WeightTest.Point(.5, 1, Losses.of(1, 2, 3, 4)))));
                measures.append(new Measure.PromptSensitivity(epoch, step, List.of(.9, 1.1)));
                measures.append(new Measure.Bleed(epoch, step, List.of(.1), List.of(.4)));
                measures.append(new Measure.Variety(epoch, step, "1girl, \"naïve\"", .8, 1.2));
                measures.append(new Measure.Norms(epoch, step, Map.of("down_blocks.0", 2.5)));
                measures.append(new Measure.Memorisation(
                        epoch, step, List.of(new Measure.Memorisation.Neighbours("a.png", "t", .1, "u", .5))));
            }
        }
    }

    private void replaceInProbes(String what, String with) throws IOException {
        Files.writeString(probesFile, Files.readString(probesFile).replace(what, with));
    }

    @Test
    void refusesALineInTheMiddleThatCannotBeRead() throws IOException {
        replaceInProbes("{\"epoch\":2", "{\"epoch\":2,");
        assertThatThrownBy(folder::read)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("probes.jsonl:3")
                .hasMessageContaining("cannot be read");
    }

    @Test
    void refusesKeysItDoesNotKnowAndKeysThatAreMissing() throws IOException {
        replaceInProbes("\"epoch\":2", "\"epoch\":2,\"colour\":3");
        assertThatThrownBy(folder::read).hasMessageContaining("colour");
        replaceInProbes("\"epoch\":2,\"colour\":3,", "");
        assertThatThrownBy(folder::read).hasMessageContaining("epoch");
    }

    @Test
    void refusesAnotherVersionAndAnotherFormat() throws IOException {
        replaceInProbes("\"version\":1", "\"version\":2,\"new\":true");
        assertThatThrownBy(folder::read).hasMessageContaining("version 2").hasMessageContaining("expected");
        replaceInProbes("\"version\":2,\"new\":true", "\"version\":1");
        replaceInProbes("lorasweep/probes", "lorasweep/steps");
        assertThatThrownBy(folder::read).hasMessageContaining("\"lorasweep/steps\"");
    }

    @Test
    void refusesStepsThatGoBackOrRepeat() throws IOException {
        replaceInProbes("\"step\":30", "\"step\":20");
        assertThatThrownBy(folder::read)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("step 20 after step 20");
    }

    @Test
    void refusesAPlanThatDoesNotFitItsLosses() throws IOException {
        replaceInProbes("\"held_out\":[\"h\"]", "\"held_out\":[\"h\",\"i\"]");
        assertThatThrownBy(folder::read)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("4 losses for 6 probes");
        replaceInProbes("\"noises\":1", "\"noises\":1000000000");
        assertThatThrownBy(folder::read)
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("expected 1 to");
    }

    @Test
    void refusesToMixProbesOfTwoPlans() {
        assertThatThrownBy(() -> folder.openProbes(PLAN, Losses.of(.5f, .3f, .2f, .1f)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("the header differs");
    }

    @Test
    void refusesToOpenProbesWithABaseThatNothingCanBeDividedBy() {
        assertThatThrownBy(() -> TrialFolder.at(temporary).openProbes(PLAN, Losses.of(0, 0, 0, 0)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsBackWhatWasWritten() throws IOException {
        TrialOutcome outcome = TrialOutcome.failed(COST, new Failure(FailureKind.NON_FINITE, "loss became NaN", 31));
        folder.finish(outcome);

        TrialResult result = folder.read();

        assertThat(result.outcome()).contains(outcome);
        assertThat(result.epochs()).hasSize(3).last().isEqualTo(new EpochRecord(3, 30, .1, .2, .03, .5));
        assertThat(result.weightTests()).hasSize(3);
        assertThat(result.weightTests().get(0).plan()).isEqualTo(PLAN);
        assertThat(result.measures()).hasSize(15).contains(new Measure.Variety(2, 20, "1girl, \"naïve\"", .8, 1.2));
        ProbeTable table = result.probes().orElseThrow();
        assertThat(table.plan()).isEqualTo(PLAN);
        assertThat(table.base()).isEqualTo(BASE);
        assertThat(table.rows()).last().isEqualTo(new ProbeRow(3, 30, Losses.of(.1f * 3, .2f, Float.NaN, .3f + 3e-8f)));
    }

    @Test
    void readsCurvesAsColumnsWithNaNWhereNothingWasRecorded() throws IOException {
        try (ResultLog<StepRecord> steps = folder.openSteps()) {
            steps.append(new StepRecord(31, 4, Map.of(Curve.LOSS, .7)));
        }

        TrialCurves curves = folder.curves();

        assertThat(curves.size()).isEqualTo(4);
        assertThat(curves.step(3)).isEqualTo(31);
        assertThat(curves.column(Curve.LOSS).orElseThrow()).containsExactly(.1, .2, .1 * 3, .7);
        assertThat(curves.column(Curve.UNET_LR).orElseThrow()).containsExactly(1e-4, 1e-4, 1e-4, Double.NaN);
        assertThat(curves.column(Curve.TEXT_ENCODER_LR)).isEmpty();
        assertThat(Files.readString(folder.path().resolve("steps.jsonl"))).contains("\"lr/unet\":1.0E-4");
    }

    @Test
    void isEmptyBeforeAnythingWasWritten() throws IOException {
        TrialResult result = TrialFolder.at(temporary.resolve("none")).read();

        assertThat(result.probes()).isEmpty();
        assertThat(result.outcome()).isEmpty();
        assertThat(result.epochs()).isEmpty();
    }

    @Test
    void takesATornLineForOneNeverWrittenWhereverItWasCut() throws IOException {
        byte[] whole = Files.readAllBytes(probesFile);
        for (int size = 0; size <= whole.length; size++) {
            byte[] torn = Arrays.copyOf(whole, size);
            Files.write(probesFile, torn);
            long lines = new String(torn, UTF_8).chars().filter(c -> c == '\n').count();

            assertThat(folder.read()
                            .probes()
                            .map(table -> table.rows().size() + 1L)
                            .orElse(0L))
                    .as("cut after %d bytes", size)
                    .isEqualTo(lines);
        }
    }

    @Test
    void appendsBehindTheLastCompleteLine() throws IOException {
        byte[] whole = Files.readAllBytes(probesFile);
        for (int size : new int[] {0, 5, whole.length / 2, whole.length - 1, whole.length}) {
            Files.write(probesFile, Arrays.copyOf(whole, size));
            int rows = folder.read().probes().map(table -> table.rows().size()).orElse(0);
            try (ResultLog<ProbeRow> probes = folder.openProbes(PLAN, BASE)) {
                probes.append(new ProbeRow(4, 40, BASE));
            }
            assertThat(folder.read().probes().orElseThrow().rows()).hasSize(rows + 1);
        }
    }

    @Test
    void leavesTheSameBytesAfterRewindingAndRepeating() throws IOException {
        List<String> names = List.of("probes", "steps", "epochs", "weights", "measures");
        List<String> undisturbed = names.stream().map(this::content).toList();
        folder.finish(TrialOutcome.completed(COST));

        folder.rewindTo(10);

        assertThat(folder.read().epochs()).hasSize(1);
        assertThat(folder.read().outcome()).isEmpty();
        write(folder, 2, 3);
        assertThat(names.stream().map(this::content).toList()).isEqualTo(undisturbed);
    }

    private String content(String name) {
        try {
            return Files.readString(folder.path().resolve(name + ".jsonl"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
