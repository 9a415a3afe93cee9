package lorasweep.analysis.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import lorasweep.analysis.score.Moment;
import lorasweep.result.EpochRecord;
import lorasweep.setting.NormalNumber;
import lorasweep.trial.TrialSpec;

/**
 * The signs users read from TensorBoard, computed: a sharp rise of the epoch loss, large swings, adapters
 * at the norm ceiling. The first two are weak evidence: the training loss is weighted, and most of its
 * spread is which timesteps were drawn.
 */
public final class TrainingLossFlags {
    /** A rise beyond this many of its standard errors, and beyond {@link #SHARP}, is sharp. */
    static final double STANDARD_ERRORS = 3;

    /** Least relative rise from one epoch to the next that is sharp. */
    static final double SHARP = 0.1;

    /** Swings are large when epochs differ by this many times what chance makes them differ. */
    static final double SWING_FACTOR = 3;

    /** Share of adapters at the ceiling from which on it shapes the result. */
    static final double CEILING_SHARE = 0.5;

    private static final int LEAST_SWINGS = 3;

    private TrainingLossFlags() {}

    /** All flags of a trial's epochs, in their order. */
    public static List<Flag> of(TrialSpec spec, List<EpochRecord> epochs) {
        List<Flag> flags = new ArrayList<>();
        double squares = 0;
        double expected = 0;
        for (int i = 1; i < epochs.size(); i++) {
            double rise = epochs.get(i).lossMean() - epochs.get(i - 1).lossMean();
            double error = Math.hypot(standardError(epochs, i), standardError(epochs, i - 1));
            squares += rise * rise;
            expected += error * error;
            double relative = rise / epochs.get(i - 1).lossMean();
            if (rise > STANDARD_ERRORS * error && relative > SHARP) {
                flags.add(flag(
                        FlagKind.EPOCH_LOSS_JUMPED,
                        epochs.get(i),
                        relative,
                        SHARP,
                        "The training loss rose by " + Percent.share(relative) + " in this epoch; a weak sign."));
            }
        }
        double swings = Math.sqrt(squares / expected);
        if (epochs.size() > LEAST_SWINGS && swings > SWING_FACTOR && Double.isFinite(swings) && !falls(epochs)) {
            flags.add(flag(
                    FlagKind.EPOCH_LOSS_SWINGS,
                    epochs.get(epochs.size() - 1),
                    swings,
                    SWING_FACTOR,
                    String.format(
                            Locale.ROOT,
                            "The training loss swings between epochs %.1f times as much as chance explains; a weak sign.",
                            swings)));
        }
        ceiling(spec, epochs).ifPresent(flags::add);
        return flags;
    }

    private static double standardError(List<EpochRecord> epochs, int i) {
        long before = i == 0 ? 0 : epochs.get(i - 1).step();
        return epochs.get(i).lossDeviation() / Math.sqrt((double) (epochs.get(i).step() - before));
    }

    /** A curve that only falls may move much from epoch to epoch without swinging. */
    private static boolean falls(List<EpochRecord> epochs) {
        int turns = 0;
        for (int i = 2; i < epochs.size(); i++) {
            double last = epochs.get(i).lossMean() - epochs.get(i - 1).lossMean();
            double before = epochs.get(i - 1).lossMean() - epochs.get(i - 2).lossMean();
            turns += last * before < 0 ? 1 : 0;
        }
        return turns < 2;
    }

    private static Optional<Flag> ceiling(TrialSpec spec, List<EpochRecord> epochs) {
        if (epochs.isEmpty() || epochs.get(epochs.size() - 1).keysScaled() < CEILING_SHARE) {
            return Optional.empty();
        }
        EpochRecord last = epochs.get(epochs.size() - 1);
        Flag flag = flag(
                FlagKind.NORM_CEILING,
                last,
                last.keysScaled(),
                CEILING_SHARE,
                Percent.share(last.keysScaled()) + " of the adapters are held at scale_weight_norms "
                        + NormalNumber.text(spec.loss().scaleWeightNorms()) + ".");
        return Optional.of(flag);
    }

    private static Flag flag(FlagKind kind, EpochRecord epoch, double value, double threshold, String sentence) {
        return new Flag(
                kind, new Moment(epoch.epoch(), epoch.step()), value, Optional.empty(), threshold, sentence, List.of());
    }
}
