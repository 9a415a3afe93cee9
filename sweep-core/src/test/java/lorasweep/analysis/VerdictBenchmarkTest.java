package lorasweep.analysis;

import static java.lang.System.Logger.Level.INFO;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Verdicts, chosen epochs and intervals against sweeps whose truth is known. */
class VerdictBenchmarkTest {
    private static final System.Logger LOG = System.getLogger(VerdictBenchmarkTest.class.getName());
    private static final int SWEEPS = 150;

    private static double quantile(List<Double> values, double share) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get((int) Math.min(sorted.size() - 1, Math.floor(share * sorted.size())));
    }

    @Test
    void isRightAboutWhatItIsSureOfWithFourHeldOutImages() {
        Confusion trials = new Confusion();
        Confusion moments = new Confusion();
        List<Double> regrets = new ArrayList<>();
        for (int seed = 0; seed < SWEEPS; seed++) {
            SimulatedSweep sweep = SimulatedSweep.draw(seed, 4);
            SweepAnalysis analysis = sweep.analyse();
            for (int i = 0; i < sweep.trials().size(); i++) {
                SimulatedTrial trial = sweep.trials().get(i);
                TrialAnalysis said = analysis.trials().get(i);
                trials.add(sweep.truth(trial), said.finding().verdict());
                Fit fit = said.fit().orElseThrow();
                for (int epoch = 1; epoch <= trial.epochs(); epoch++) {
                    moments.add(
                            sweep.truth(trial, epoch),
                            fit.verdicts().get(epoch - 1).verdict());
                }
                int chosen = fit.best().orElseThrow().index();
                regrets.add(Math.expm1(trial.truth(chosen) - trial.truth(trial.bestEpoch())));
            }
        }
        LOG.log(INFO, "Trials:{0}", trials);
        LOG.log(INFO, "Moments:{0}", moments);
        LOG.log(
                INFO,
                String.format(
                        Locale.ROOT,
                        "Regret of the chosen epoch: median %.4f, 90th percentile %.4f",
                        quantile(regrets, 0.5),
                        quantile(regrets, 0.9)));

        assertThat(trials.accuracy()).isGreaterThanOrEqualTo(0.9);
        assertThat(trials.inconclusive()).isLessThanOrEqualTo(0.15);
        assertThat(moments.accuracy()).isGreaterThanOrEqualTo(0.9);
        assertThat(quantile(regrets, 0.5)).isZero();
        assertThat(quantile(regrets, 0.9)).isLessThanOrEqualTo(0.005);
    }
}
