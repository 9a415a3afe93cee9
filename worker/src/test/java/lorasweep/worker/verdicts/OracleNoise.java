package lorasweep.worker.verdicts;

import java.util.ArrayList;
import java.util.List;
import lorasweep.random.RandomStream;
import lorasweep.result.Band;
import lorasweep.result.Losses;
import lorasweep.result.ProbePlan;
import lorasweep.result.ProbeRow;
import lorasweep.result.ProbeTable;
import lorasweep.result.Split;

/**
 * How far the scores of one oracle lie from those of another with more noises, the first among them: half the mean
 * square of what the two noises of a judge's probe differ by, v of a band, is a probe's variance, and
 * {@code (1/n - 1/N) v / (pictures x timesteps)} what lies between n noises and N.
 */
record OracleNoise(List<Epoch> epochs) {
    private static final double TIMESTEPS = 1000;

    /**
     * Standard deviations of one epoch.
     *
     * @param heldOut of S
     * @param trained of T
     */
    private record Epoch(int epoch, double heldOut, double trained) {}

    /**
     * How far FULL's scores of a trial may lie from what the oracle found.
     *
     * @param size of the oracle
     */
    static OracleNoise of(TrialRecord trial, BenchmarkSize size) {
        OracleFile file = trial.oracle();
        ProbeTable table = trial.result().probes().orElseThrow();
        double share = 1.0 / file.noises() - 1.0 / BenchmarkSize.FULL.oracleNoises();
        OracleFile.Row first = file.rows().get(0);
        List<Epoch> epochs = new ArrayList<>();
        for (ProbeRow row : table.rows()) {
            double ofPoint =
                    share * variance(table, row.losses(), size.oracleTimesteps().size());
            epochs.add(new Epoch(
                    row.epoch(),
                    Math.sqrt(ofPoint / first.heldOut().length),
                    Math.sqrt(ofPoint / first.trained().length)));
        }
        return new OracleNoise(epochs);
    }

    /** Of the score of one picture with so many timesteps, one noise each. */
    private static double variance(ProbeTable table, Losses losses, int timesteps) {
        ProbePlan plan = table.plan();
        double variance = 0;
        for (int b = 0; b < plan.bands().size(); b++) {
            double sum = 0;
            int count = 0;
            for (int timestep = 0; timestep < plan.timesteps().size(); timestep++) {
                for (int image = 0; image < plan.heldOut().size() && plan.band(timestep) == b; image++) {
                    double apart =
                            change(table, losses, image, timestep, 0) - change(table, losses, image, timestep, 1);
                    if (Double.isFinite(apart)) {
                        sum += apart * apart / 2;
                        count++;
                    }
                }
            }
            Band band = plan.bands().get(b);
            variance += sum / count / (timesteps * (band.until() - band.from()) / TIMESTEPS);
        }
        return variance / plan.bands().size() / plan.bands().size();
    }

    private static double change(ProbeTable table, Losses losses, int image, int timestep, int noise) {
        int probe = table.plan().index(Split.HELD_OUT, image, timestep, noise);
        return Math.log(losses.at(probe) / (double) table.base().at(probe));
    }

    /** What the finer oracle might have found. */
    OracleFile moved(OracleFile file, RandomStream stream) {
        List<OracleFile.Row> rows = new ArrayList<>();
        for (OracleFile.Row row : file.rows()) {
            Epoch own = epochs.stream()
                    .filter(epoch -> epoch.epoch() == row.epoch())
                    .findFirst()
                    .orElseThrow();
            rows.add(new OracleFile.Row(
                    row.epoch(),
                    moved(row.heldOut(), own.heldOut() * stream.nextGaussian()),
                    moved(row.trained(), own.trained() * stream.nextGaussian())));
        }
        return new OracleFile(file.noises(), rows);
    }

    private static double[] moved(double[] scores, double by) {
        double[] moved = scores.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += by;
        }
        return moved;
    }
}
