package lorasweep.analysis.verdict;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import lorasweep.setting.NormalNumber;
import lorasweep.trial.LengthSettings;
import lorasweep.trial.TrialSpec;

/** What to try after a verdict. Factors are what users try by hand; sources are the community guides. */
final class NextTry {
    private static final double MILD = 2;
    private static final double STRONG = 4;
    private static final double FROM_NOTHING = 10;
    private static final double LONGER = 1.5;
    private static final int SIGNIFICANT_DIGITS = 2;
    private static final double USUAL_DROPOUT = 0.1;
    private static final int ENOUGH_HELD_OUT = 8;

    private NextTry() {}

    static List<Advice> after(Verdict verdict, Rule rule, TrialCase trial) {
        return switch (verdict) {
            case UNDERFIT -> underfit(rule, trial);
            case OVERFIT -> overfit(trial);
            case DIVERGED -> afterDivergence(trial.spec());
            case NO_LEARNING -> learningRates(trial.spec(), FROM_NOTHING, "nothing was learned");
            case INCONCLUSIVE -> inconclusive(rule, trial);
            case GOOD -> List.of();
        };
    }

    static List<Advice> afterDivergence(TrialSpec spec) {
        return learningRates(spec, 1 / STRONG, "training broke down");
    }

    private static List<Advice> underfit(Rule rule, TrialCase trial) {
        List<Advice> advice = new ArrayList<>();
        if (rule == Rule.STILL_FALLING) {
            advice.add(length(trial.spec(), LONGER, "held-out loss was still falling"));
        }
        advice.addAll(learningRates(trial.spec(), MILD, "it learns too slowly"));
        double scale = trial.spec().network().scale();
        if (scale < 1 / MILD) {
            int dim = trial.spec().network().networkDim();
            advice.add(new Advice(
                    "network_alpha",
                    NormalNumber.text(trial.spec().network().networkAlpha()),
                    NormalNumber.text(dim / MILD),
                    "a small network_alpha / network_dim brakes learning"));
        }
        return advice;
    }

    private static List<Advice> overfit(TrialCase trial) {
        List<Advice> advice = new ArrayList<>();
        if (trial.best() < trial.end()) {
            long best = trial.scores().moments().get(trial.best()).step();
            long end = trial.scores().moments().get(trial.end()).step();
            advice.add(length(trial.spec(), (double) best / end, "held-out loss was lowest there"));
        }
        advice.addAll(learningRates(trial.spec(), 1 / MILD, "a slower rise leaves more good epochs"));
        if (trial.spec().network().networkDropout() == 0) {
            advice.add(new Advice("network_dropout", "0", NormalNumber.text(USUAL_DROPOUT), "it counters overfitting"));
        }
        if (trial.spec().loss().scaleWeightNorms() == 0) {
            advice.add(new Advice("scale_weight_norms", "0", "1", "it keeps single modules from growing too strong"));
        }
        return advice;
    }

    private static List<Advice> inconclusive(Rule rule, TrialCase trial) {
        List<Advice> advice = new ArrayList<>();
        if (rule == Rule.BOTH_ROSE) {
            advice.addAll(learningRates(trial.spec(), 1 / MILD, "training is unstable"));
        }
        if (rule == Rule.TOO_FEW_MOMENTS) {
            advice.add(length(trial.spec(), MILD, "a course needs at least two epochs"));
        }
        int images = trial.scores().images();
        if (images < ENOUGH_HELD_OUT) {
            advice.add(new Advice(
                    "heldout_min",
                    Integer.toString(images),
                    Integer.toString(ENOUGH_HELD_OUT),
                    "more held-out images make the intervals narrower"));
        }
        return advice;
    }

    private static List<Advice> learningRates(TrialSpec spec, double factor, String reason) {
        List<Advice> advice = new ArrayList<>();
        if (spec.learningRates().trainsUnet()) {
            advice.add(scaled("unet_lr", spec.learningRates().unetLr(), factor, reason));
        }
        if (spec.learningRates().trainsTextEncoder()) {
            advice.add(scaled("text_encoder_lr", spec.learningRates().textEncoderLr(), factor, reason));
        }
        return advice;
    }

    private static Advice scaled(String setting, double now, double factor, String reason) {
        return new Advice(setting, NormalNumber.text(now), rounded(now * factor), reason);
    }

    private static String rounded(double value) {
        return NormalNumber.text(
                new BigDecimal(value).round(new MathContext(SIGNIFICANT_DIGITS)).doubleValue());
    }

    private static Advice length(TrialSpec spec, double factor, String reason) {
        LengthSettings length = spec.length();
        boolean epochs = length.maxTrainEpochs() > 0;
        int now = epochs ? length.maxTrainEpochs() : length.maxTrainSteps();
        long next = factor < 1 ? Math.round(now * factor) : (long) Math.ceil(now * factor);
        return new Advice(
                epochs ? "max_train_epochs" : "max_train_steps",
                Integer.toString(now),
                Long.toString(Math.max(1, next)),
                reason);
    }
}
