package lorasweep.worker.runner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import lorasweep.analysis.Axis;
import lorasweep.analysis.Entry;
import lorasweep.analysis.SweepAnalysis;
import lorasweep.analysis.TrialAnalysis;
import lorasweep.result.TrialFolder;
import lorasweep.runner.PackObserver;
import lorasweep.runner.TrialRunner;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.probe.TinyPack;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However a sweep is cut into packs, spread over executors and interrupted, it is judged the same. */
class VerdictInvarianceTest {
    private static final double[] RATES = {1e-6, 1e-3, 1e-2, 1e-1};
    private static final PackRunner RUNNER = new PackRunner(TinyPack.CLOCK);

    @TempDir
    private static Path folder;

    private static String inOnePack;

    @BeforeAll
    static void trainInOnePack() throws Exception {
        TinyPack.draw(folder.resolve("data"), 0, 8);
        Path out = folder.resolve("one");
        RUNNER.run(TinyPack.work(trials(), out), PackObserver.NONE);
        inOnePack = judged(out);
        assertThat(inOnePack).contains("NO_LEARNING", "UNDERFIT", "GOOD");
    }

    @AfterAll
    static void close() {
        RUNNER.close();
    }

    private static List<TrialSpec> trials() {
        List<TrialSpec> trials = new ArrayList<>();
        for (double rate : RATES) {
            trials.add(TinyPack.trial(
                    folder.resolve("data"),
                    Map.of("unet_lr", rate, "text_encoder_lr", 0, "max_train_epochs", 3, "probe_every_epochs", 1)));
        }
        return trials;
    }

    /** Verdicts on trials and epochs, best epochs, windows, the order of the configurations and the pick. */
    private static String judged(Path out) throws IOException {
        List<Entry> entries = new ArrayList<>();
        List<Axis.Level> levels = new ArrayList<>();
        for (TrialSpec spec : trials()) {
            double rate = spec.learningRates().unetLr();
            Path trial = out.resolve("trials").resolve(spec.id().toString());
            entries.add(new Entry(
                    spec, List.of(levels.size()), TrialFolder.at(trial).read()));
            levels.add(new Axis.Level(String.valueOf(rate), OptionalDouble.of(rate)));
        }
        SweepAnalysis analysis = SweepAnalysis.of(List.of(new Axis("unet_lr", levels)), entries);
        Map<String, Object> json = new LinkedHashMap<>();
        for (TrialAnalysis trial : analysis.trials()) {
            Map<String, Object> said = new LinkedHashMap<>();
            said.put("verdict", trial.finding().verdict());
            said.put("rule", trial.finding().rule());
            said.put("advice", trial.finding().advice().toString());
            trial.fit().ifPresent(fit -> {
                said.put("epochs", fit.verdicts().stream().map(v -> v.verdict()).toList());
                said.put("best", fit.best().map(best -> best.index()).orElse(0));
                said.put(
                        "window",
                        fit.window()
                                .map(w -> List.of(w.earliest(), w.minimum(), w.latest()))
                                .orElse(List.of()));
            });
            json.put(trial.id().text(), said);
        }
        json.put(
                "places",
                analysis.leaderboard().standings().stream()
                        .map(standing -> standing.trials() + " " + standing.place())
                        .toList());
        json.put(
                "picks",
                analysis.picks().values().stream()
                        .map(p -> p.trial().text() + " " + p.moment())
                        .toList());
        return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(json);
    }

    @Test
    void aloneOrTogether(@TempDir Path out) throws Exception {
        for (TrialSpec trial : trials()) {
            RUNNER.run(TinyPack.work(List.of(trial), out), PackObserver.NONE);
        }
        assertThat(judged(out)).isEqualTo(inOnePack);
    }

    @Test
    void onTwoExecutorsAtOnce(@TempDir Path out) throws Exception {
        ExecutorService executors = Executors.newFixedThreadPool(2);
        try {
            List<Callable<TrialRunner.End>> packs = new ArrayList<>();
            for (int first = 0; first < RATES.length; first += 2) {
                List<TrialSpec> some = trials().subList(first, first + 2);
                packs.add(() -> {
                    try (PackRunner own = new PackRunner(TinyPack.CLOCK)) {
                        return own.run(TinyPack.work(some, out), PackObserver.NONE);
                    }
                });
            }
            for (Future<TrialRunner.End> pack : executors.invokeAll(packs)) {
                assertThat(pack.get()).isEqualTo(TrialRunner.End.FINISHED);
            }
        } finally {
            executors.shutdown();
        }
        assertThat(judged(out)).isEqualTo(inOnePack);
    }

    @Test
    void stoppedAndResumed(@TempDir Path out) throws Exception {
        AtomicLong asked = new AtomicLong();
        PackObserver observer = TinyPack.stoppingWhen(() -> asked.incrementAndGet() % 3 == 0);
        int stops = 0;
        while (RUNNER.run(TinyPack.work(trials(), out), observer) == TrialRunner.End.STOPPED) {
            stops++;
        }
        assertThat(stops).isGreaterThanOrEqualTo(2);
        assertThat(judged(out)).isEqualTo(inOnePack);
    }
}
