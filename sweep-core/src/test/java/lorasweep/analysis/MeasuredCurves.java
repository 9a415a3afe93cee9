package lorasweep.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lorasweep.result.Band;
import lorasweep.result.Losses;
import lorasweep.result.ProbePlan;
import lorasweep.result.ProbeRow;
import lorasweep.result.ProbeTable;
import lorasweep.result.TrialResult;
import lorasweep.result.WeightTest;
import lorasweep.trial.TrialSpec;

/**
 * Trials whose scores are written down epoch by epoch: four held-out and four trained pictures that differ by
 * {@code spread} around the given mean, the same at every timestep and noise.
 */
public final class MeasuredCurves {
    private static final List<Band> BANDS = List.of(new Band("low", 0, 500), new Band("high", 500, 1000));
    private static final double[] PICTURES = {-1, -0.3, 0.3, 1};
    private final double spread;
    private final List<Entry> entries = new ArrayList<>();

    private MeasuredCurves(double spread) {
        this.spread = spread;
    }

    /** Pictures scatter around the mean by up to this, each epoch another way. */
    public static MeasuredCurves scattering(double spread) {
        return new MeasuredCurves(spread);
    }

    /** Adds a trial with the mean scores of its epochs. */
    public MeasuredCurves trial(double[] heldOut, double[] train, WeightTest... weightTests) {
        List<ProbeRow> rows = new ArrayList<>();
        for (int epoch = 1; epoch <= heldOut.length; epoch++) {
            rows.add(new ProbeRow(epoch, 10L * epoch, losses(heldOut[epoch - 1], train[epoch - 1], epoch)));
        }
        TrialResult result = new TrialResult(
                Optional.of(new ProbeTable(plan(), base(), rows)),
                List.of(),
                List.of(weightTests),
                List.of(),
                Optional.empty());
        entries.add(new Entry(spec(entries.size()), List.of(), result));
        return this;
    }

    private static TrialSpec spec(int number) {
        return SimulatedTrial.spec(Map.of("unet_lr", 1e-4 * (number + 1), "seed", number), 4);
    }

    static ProbePlan plan() {
        return new ProbePlan(0, List.of("a", "b", "c", "d"), List.of("e", "f", "g", "h"), List.of(250, 750), 2, BANDS);
    }

    static Losses base() {
        float[] ones = new float[plan().count()];
        Arrays.fill(ones, 1);
        return Losses.of(ones);
    }

    /** Losses with these mean scores. */
    public Losses losses(double heldOut, double train, int epoch) {
        ProbePlan plan = plan();
        float[] losses = new float[plan.count()];
        for (int probe = 0; probe < losses.length; probe++) {
            int picture = probe / (plan.timesteps().size() * plan.noises());
            double mean = picture < PICTURES.length ? heldOut : train;
            losses[probe] = (float) Math.exp(mean + spread * PICTURES[(picture + epoch) % PICTURES.length]);
        }
        return Losses.of(losses);
    }

    /** A weight test after the last of some epochs: scores at (U-Net and text encoder) weights. */
    public WeightTest weightTest(int epoch, Map<Double, Double> scores) {
        List<WeightTest.Point> points = scores.entrySet().stream()
                .map(e -> new WeightTest.Point(e.getKey(), e.getKey(), losses(e.getValue(), e.getValue(), epoch)))
                .toList();
        return new WeightTest(epoch, 10L * epoch, plan(), base(), points);
    }

    /** What is said of the trials. */
    public List<TrialAnalysis> judged() {
        return SweepAnalysis.of(List.of(), entries).trials();
    }
}
