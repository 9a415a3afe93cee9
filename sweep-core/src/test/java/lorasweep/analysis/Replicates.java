package lorasweep.analysis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import lorasweep.random.Purpose;
import lorasweep.random.RandomStream;
import lorasweep.result.Band;
import lorasweep.result.Losses;
import lorasweep.result.ProbePlan;
import lorasweep.result.ProbeRow;
import lorasweep.result.ProbeTable;

/**
 * Really trained trials of one recipe that differ by seed only ({@code replicates.csv.gz}, written by
 * {@code lorasweep.worker.verdicts.ReplicateTrials}), and as many more as wanted from the same
 * distribution.
 *
 * <p>The model of chance is the normal distribution with the mean and the covariance, over all epochs
 * and probes together, of the logarithms of their losses: {@code mean + Σ wᵢ (xᵢ − mean) / √(n − 1)}
 * with independent standard normal {@code wᵢ} has exactly these. So what pictures, timesteps and epochs
 * have in common stays in common.
 */
final class Replicates {
    private static final int STEPS_PER_EPOCH = 10;

    private final ProbePlan plan;
    private final double[] base;
    /** By trial, epoch (from 0 for the first), probe. */
    private final double[][][] logs;

    private Replicates(ProbePlan plan, double[] base, double[][][] logs) {
        this.plan = plan;
        this.base = base;
        this.logs = logs;
    }

    static Replicates read() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Objects.requireNonNull(Replicates.class.getResourceAsStream("replicates.csv.gz"))),
                UTF_8))) {
            ProbePlan plan = plan(in.readLine().split(","));
            double[] base = logs(in.readLine().split(","));
            List<List<double[]>> trials = new ArrayList<>();
            for (String line : in.lines().toList()) {
                String[] cells = line.split(",");
                if (cells[1].equals("1")) {
                    trials.add(new ArrayList<>());
                }
                trials.get(trials.size() - 1).add(logs(cells));
            }
            return new Replicates(
                    plan,
                    base,
                    trials.stream().map(rows -> rows.toArray(double[][]::new)).toArray(double[][][]::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProbePlan plan(String[] cells) {
        return new ProbePlan(
                0,
                names("held", Integer.parseInt(cells[0])),
                names("train", Integer.parseInt(cells[1])),
                Arrays.stream(cells[2].split(" ")).map(Integer::valueOf).toList(),
                Integer.parseInt(cells[3]),
                List.of(
                        new Band("detail", 0, 300),
                        new Band("structure", 300, 700),
                        new Band("composition", 700, 1000)));
    }

    private static List<String> names(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> name + i).toList();
    }

    private static double[] logs(String[] cells) {
        return Arrays.stream(cells)
                .skip(2)
                .mapToDouble(cell -> Math.log(Double.parseDouble(cell)))
                .toArray();
    }

    int size() {
        return logs.length;
    }

    int epochs() {
        return logs[0].length;
    }

    /** A trial as it was trained. */
    ProbeTable real(int trial) {
        return table(logs[trial]);
    }

    /** Another trial of the same distribution. */
    ProbeTable draw(long seed, long trial) {
        int n = logs.length;
        RandomStream stream = RandomStream.of(seed, Purpose.DEMO, trial);
        double[] weights =
                IntStream.range(0, n).mapToDouble(i -> stream.nextGaussian()).toArray();
        double drift = Arrays.stream(weights).sum() / n;
        double[][] drawn = new double[epochs()][plan.count()];
        for (int epoch = 0; epoch < drawn.length; epoch++) {
            for (int probe = 0; probe < drawn[epoch].length; probe++) {
                for (int i = 0; i < n; i++) {
                    double weight = 1.0 / n + (weights[i] - drift) / Math.sqrt(n - 1.0);
                    drawn[epoch][probe] += weight * logs[i][epoch][probe];
                }
            }
        }
        return table(drawn);
    }

    private ProbeTable table(double[][] trial) {
        List<ProbeRow> rows = new ArrayList<>();
        for (int epoch = 0; epoch < trial.length; epoch++) {
            rows.add(new ProbeRow(epoch + 1, (long) STEPS_PER_EPOCH * (epoch + 1), losses(trial[epoch])));
        }
        return new ProbeTable(plan, losses(base), rows);
    }

    private static Losses losses(double[] logs) {
        float[] losses = new float[logs.length];
        for (int i = 0; i < losses.length; i++) {
            losses[i] = (float) Math.exp(logs[i]);
        }
        return Losses.of(losses);
    }
}
