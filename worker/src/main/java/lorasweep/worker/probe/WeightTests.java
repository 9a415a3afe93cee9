package lorasweep.worker.probe;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import lorasweep.result.Losses;
import lorasweep.result.WeightTest;
import lorasweep.trial.ProbeRhythm;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.train.PackMeasures.Moment;

/**
 * The weight test: the loss of a part of the probes under other multipliers than 1, on both networks
 * together and, where both are trained, on one of them alone or with half of the other.
 */
final class WeightTests {
    static final int IMAGES = 4;

    private static final List<Double> TOGETHER = List.of(0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 1.75, 2.0);
    private static final List<Multipliers> APART =
            List.of(new Multipliers(1, 0), new Multipliers(1, 0.5), new Multipliers(0, 1), new Multipliers(0.5, 1));

    private WeightTests() {}

    /**
     * How strongly the two parts of a LoRA act.
     *
     * @param unet multiplier of the U-Net's adapters
     * @param textEncoder multiplier of the text encoder's
     */
    record Multipliers(double unet, double textEncoder) {
        static final Multipliers AS_TRAINED = new Multipliers(1, 1);
    }

    /** Losses of a trial's LoRA on a set of probes, for each pair of multipliers. */
    @FunctionalInterface
    interface Measurement {
        List<Losses> losses(ProbeSet probes, List<Multipliers> multipliers);
    }

    /**
     * Tests a trial.
     *
     * @param base losses of all probes without a LoRA
     * @param asTrained losses of all probes with it, measured before
     */
    static WeightTest of(
            TrialSpec spec, Moment moment, ProbeSet all, Losses base, Losses asTrained, Measurement measurement) {
        ProbeSet part = all.part(IMAGES, ProbeRhythm.WEIGHT_TEST_PROBES);
        List<Multipliers> pairs = new ArrayList<>();
        TOGETHER.forEach(weight -> pairs.add(new Multipliers(weight, weight)));
        if (spec.learningRates().trainsUnet() && spec.learningRates().trainsTextEncoder()) {
            pairs.addAll(APART);
        }
        List<Multipliers> unknown = pairs.stream()
                .filter(pair -> !pair.equals(Multipliers.AS_TRAINED))
                .toList();
        Iterator<Losses> measured = measurement.losses(part, unknown).iterator();
        List<WeightTest.Point> points = new ArrayList<>();
        for (Multipliers pair : pairs) {
            Losses losses = pair.equals(Multipliers.AS_TRAINED) ? all.ofPart(part, asTrained) : measured.next();
            points.add(new WeightTest.Point(pair.unet(), pair.textEncoder(), losses));
        }
        return new WeightTest(moment.epoch(), moment.step(), part.plan(), all.ofPart(part, base), points);
    }
}
