package lorasweep.worker.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import lorasweep.result.ProbeRow;
import lorasweep.result.ProbeTable;
import lorasweep.result.TrialFolder;
import lorasweep.result.TrialOutcome;
import lorasweep.result.TrialResult;
import lorasweep.runner.PackObserver;
import lorasweep.runner.PackWork;
import lorasweep.runner.TrialRunner;
import lorasweep.search.ScoreBoard.Score;
import lorasweep.trial.TrialId;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.probe.TinyPack;
import lorasweep.worker.testing.TrialFiles;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasuredPackTest {
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

    private static TrialSpec trial(Map<String, ?> own) {
        return TinyPack.trial(folder.resolve("data"), own);
    }

    private static List<TrialSpec> pack() {
        return List.of(
                trial(Map.of("seed", 2, "text_encoder_lr", 0, "network_dim", 8)),
                trial(Map.of("seed", 1, "max_train_epochs", 0, "max_train_steps", 5, "clip_skip", 1)));
    }

    private static TrialResult result(Path out, TrialSpec spec) throws IOException {
        return TrialFolder.at(out.resolve("trials").resolve(spec.id().toString()))
                .read();
    }

    @Test
    void whatIsMeasuredIsTheSameHoweverOftenARunIsStopped(@TempDir Path out) throws Exception {
        Path undisturbed = out.resolve("undisturbed");
        assertThat(RUNNER.run(TinyPack.work(pack(), undisturbed), PackObserver.NONE))
                .isEqualTo(TrialRunner.End.FINISHED);
        Path stopped = out.resolve("stopped");
        AtomicLong asked = new AtomicLong();
        PackObserver observer = TinyPack.stoppingWhen(() -> asked.incrementAndGet() % 2 == 0);
        int stops = 0;
        while (RUNNER.run(TinyPack.work(pack(), stopped), observer) == TrialRunner.End.STOPPED) {
            stops++;
        }
        assertThat(stops).isGreaterThanOrEqualTo(2);
        assertThat(TrialFiles.of(stopped)).isEqualTo(TrialFiles.of(undisturbed));
        assertThat(TrialFiles.of(stopped).keySet())
                .filteredOn(name -> name.endsWith("probes.jsonl")
                        || name.endsWith("weights.jsonl")
                        || name.endsWith("measures.jsonl"))
                .hasSize(2 * 3);
    }

    @Test
    void whatIsMeasuredDoesNotDependOnThePack(@TempDir Path out) throws Exception {
        Path packed = out.resolve("packed");
        Path alone = out.resolve("alone");
        RUNNER.run(TinyPack.work(pack(), packed), PackObserver.NONE);
        for (TrialSpec spec : pack()) {
            RUNNER.run(TinyPack.work(List.of(spec), alone), PackObserver.NONE);
            ProbeTable inPack = result(packed, spec).probes().orElseThrow();
            ProbeTable byItself = result(alone, spec).probes().orElseThrow();
            assertThat(inPack.plan()).isEqualTo(byItself.plan());
            assertThat(inPack.base()).isEqualTo(byItself.base());
            assertThat(inPack.rows()).hasSameSizeAs(byItself.rows());
            for (int row = 0; row < inPack.rows().size(); row++) {
                ProbeRow own = byItself.rows().get(row);
                for (int i = 0; i < own.losses().size(); i++) {
                    // Training side by side reassociates sums; measuring adds nothing to that.
                    assertThat(inPack.rows().get(row).losses().at(i))
                            .isCloseTo(
                                    own.losses().at(i),
                                    within(1e-4f * own.losses().at(i)));
                }
            }
        }
    }

    @Test
    void trialsAreMeasuredWhenTheirSettingsSaySoAndAtTheirEnd(@TempDir Path out) throws Exception {
        TrialSpec spec = trial(Map.of("probe_every_epochs", 2, "max_train_epochs", 5, "train_batch_size", 8));
        Map<Integer, Score> heard = new HashMap<>();
        RUNNER.run(TinyPack.work(List.of(spec), out), new PackObserver() {
            @Override
            public Optional<String> measured(TrialId trial, int epoch, Score score) {
                heard.put(epoch, score);
                return Optional.empty();
            }
        });
        TrialResult result = result(out, spec);
        assertThat(result.probes().orElseThrow().rows().stream().map(ProbeRow::epoch))
                .containsExactly(2, 4, 5);
        assertThat(heard.keySet()).containsExactlyInAnyOrder(2, 4, 5);
        assertThat(heard.get(5).heldout()).isPresent();
        assertThat(result.weightTests())
                .singleElement()
                .satisfies(test -> assertThat(test.epoch()).isEqualTo(5));
    }

    @Test
    void aTrialThatIsEndedEarlyKeepsWhatWasMeasured(@TempDir Path out) throws Exception {
        TrialSpec spec = trial(Map.of("max_train_epochs", 4));
        List<String> ends = new ArrayList<>();
        RUNNER.run(TinyPack.work(List.of(spec), out), new PackObserver() {
            @Override
            public Optional<String> measured(TrialId trial, int epoch, Score score) {
                return epoch == 2 ? Optional.of("two epochs are enough.") : Optional.empty();
            }

            @Override
            public void ended(TrialId trial, TrialOutcome outcome) {
                ends.add(outcome.state() + " " + outcome.reason());
            }
        });
        assertThat(ends).containsExactly("PRUNED two epochs are enough.");
        TrialResult result = result(out, spec);
        assertThat(result.probes().orElseThrow().rows()).hasSize(2);
        assertThat(out.resolve("trials")
                        .resolve(spec.id().toString())
                        .resolve(spec.save().outputName() + ".safetensors"))
                .exists();
    }

    @Test
    void timeSpentIsToldApart(@TempDir Path out) throws Exception {
        TrialSpec spec = trial(Map.of("max_train_epochs", 1));
        try (PackRunner timed = new PackRunner(Clock.systemUTC())) {
            timed.run(TinyPack.work(List.of(spec), out), PackObserver.NONE);
        }
        TrialOutcome.Cost cost = result(out, spec).outcome().orElseThrow().cost();
        assertThat(cost.trainSeconds()).isPositive();
        assertThat(cost.probeSeconds()).isPositive();
        assertThat(cost.sampleSeconds()).isZero();
    }

    @Test
    void trainingDoesNotNoticeThatItIsMeasured(@TempDir Path out) throws Exception {
        TrialSpec measured = trial(Map.of());
        TrialSpec unmeasured = trial(Map.of("probe_every_epochs", 1000));
        RUNNER.run(TinyPack.work(List.of(measured), out), PackObserver.NONE);
        RUNNER.run(TinyPack.work(List.of(unmeasured), out), PackObserver.NONE);
        Path trials = out.resolve("trials");
        assertThat(trials.resolve(measured.id().toString()).resolve("steps.jsonl"))
                .hasSameTextualContentAs(
                        trials.resolve(unmeasured.id().toString()).resolve("steps.jsonl"));
    }

    @Test
    void aPackThatIsDoneNeedsNoBase(@TempDir Path out) throws Exception {
        TrialSpec spec = trial(Map.of("max_train_epochs", 1));
        PackWork work = TinyPack.work(List.of(spec), out);
        RUNNER.run(work, PackObserver.NONE);
        Map<String, String> before = TrialFiles.of(out);
        assertThat(RUNNER.run(work, PackObserver.NONE)).isEqualTo(TrialRunner.End.FINISHED);
        assertThat(TrialFiles.of(out)).isEqualTo(before);
    }
}
