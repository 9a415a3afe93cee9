package lorasweep.analysis.verdict;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import lorasweep.analysis.score.Moment;
import lorasweep.analysis.statistics.Estimate;
import lorasweep.result.Measure;
import lorasweep.setting.NormalNumber;
import lorasweep.trial.TrialSpec;

/** Flags from what was measured of a checkpoint beside its losses. */
public final class CheckpointFlags {
    /**
     * Below this share of the base's movement the prompt is ignored. Far below 1, because a LoRA that has learned what
     * all captions share rightly answers their differences less: in the demo good trials have 0.4 to 0.5, and the one
     * that draws its yellow face for "fox face" too has 0.30.
     */
    static final double PROMPT_MOVEMENT = 0.35;

    /**
     * Above this share of the drift with the trigger, drift without it is bleed. Not near 0, because the noisy picture
     * itself shows the subject: in the demo the trials whose fox stays a fox have up to 0.73, the one that draws a face
     * instead 0.83, the broken one 0.95.
     */
    static final double BLEED_SHARE = 0.75;

    /** A sample nearer to one training image than to any other by this factor is a copy of it. */
    static final double COPY_RATIO = 1.0 / 3;

    /** Below this share of the base's spread, variety has collapsed. */
    static final double VARIETY_SHARE = 0.7;

    private CheckpointFlags() {}

    /** All flags of a trial, in the order of the measures. */
    public static List<Flag> of(TrialSpec spec, List<Measure> measures) {
        List<Flag> flags = new ArrayList<>();
        for (Measure measure : measures) {
            if (measure instanceof Measure.PromptSensitivity sensitivity) {
                promptIgnored(spec, sensitivity).ifPresent(flags::add);
            } else if (measure instanceof Measure.Bleed bleed) {
                bleed(spec, bleed).ifPresent(flags::add);
            } else if (measure instanceof Measure.Memorisation memorisation) {
                copies(spec, memorisation).ifPresent(flags::add);
            }
        }
        flags.addAll(variety(spec, measures));
        return flags;
    }

    private static Moment moment(Measure measure) {
        return new Moment(measure.epoch(), measure.step());
    }

    private static Optional<Flag> promptIgnored(TrialSpec spec, Measure.PromptSensitivity measure) {
        List<Double> ratios = finite(measure.ratios());
        if (ratios.isEmpty()) {
            return Optional.empty();
        }
        Estimate ratio = Estimate.of(array(ratios));
        return flag(
                FlagKind.PROMPT_IGNORED,
                moment(measure),
                ratio,
                PROMPT_MOVEMENT,
                Side.BELOW,
                "The prediction moves with the prompt " + Percent.share(ratio.mean()) + " as much as the base's.",
                lower(spec, "text_encoder_lr", "unet_lr", "the LoRA overrides the prompt"));
    }

    private static Optional<Flag> bleed(TrialSpec spec, Measure.Bleed measure) {
        double[] without = array(measure.classDrift());
        double[] with = array(measure.triggerDrift());
        if (!Double.isFinite(Estimate.mean(without) / Estimate.mean(with)) || !Double.isFinite(Estimate.mean(with))) {
            return Optional.empty();
        }
        // Of the sums: a point where even the trigger changes little says little.
        Estimate share = Estimate.ofRatio(without, with);
        return flag(
                FlagKind.BLEED,
                moment(measure),
                share,
                BLEED_SHARE,
                Side.ABOVE,
                "Without the trigger the prediction still drifts " + Percent.share(share.mean())
                        + " as far from the base as with it.",
                lower(spec, "unet_lr", "text_encoder_lr", "the LoRA acts on prompts it should leave alone"));
    }

    private static Optional<Flag> copies(TrialSpec spec, Measure.Memorisation measure) {
        List<Measure.Memorisation.Neighbours> copies = measure.samples().stream()
                .filter(sample -> sample.nearestDistance() < COPY_RATIO * sample.secondDistance())
                .toList();
        if (copies.isEmpty()) {
            return Optional.empty();
        }
        int all = measure.samples().size();
        return Optional.of(new Flag(
                FlagKind.COPIES,
                moment(measure),
                copies.size(),
                Optional.empty(),
                0,
                copies.size() + " of " + all + (all == 1 ? " sample is" : " samples are")
                        + " more than three times nearer to one training image than to any other.",
                lower(spec, "unet_lr", "text_encoder_lr", "single training images are being memorised")));
    }

    private static List<Flag> variety(TrialSpec spec, List<Measure> measures) {
        Map<Moment, List<Double>> ratios = measures.stream()
                .filter(Measure.Variety.class::isInstance)
                .map(Measure.Variety.class::cast)
                .filter(measure -> Double.isFinite(measure.spread() / measure.baseSpread()))
                .collect(Collectors.groupingBy(
                        CheckpointFlags::moment,
                        LinkedHashMap::new,
                        Collectors.mapping(measure -> measure.spread() / measure.baseSpread(), Collectors.toList())));
        List<Flag> flags = new ArrayList<>();
        ratios.forEach((moment, values) -> {
            Estimate share = Estimate.of(array(values));
            flag(
                            FlagKind.VARIETY_COLLAPSED,
                            moment,
                            share,
                            VARIETY_SHARE,
                            Side.BELOW,
                            "Samples of one prompt differ over seeds " + Percent.share(share.mean())
                                    + " as much as the base's.",
                            lower(spec, "unet_lr", "text_encoder_lr", "samples look alike"))
                    .ifPresent(flags::add);
        });
        return flags;
    }

    private static Optional<Flag> flag(
            FlagKind kind,
            Moment moment,
            Estimate value,
            double threshold,
            Side wrong,
            String sentence,
            List<Advice> advice) {
        return Side.of(value, threshold) == wrong
                ? Optional.of(new Flag(
                        kind, moment, value.mean(), Optional.of(value.interval()), threshold, sentence, advice))
                : Optional.empty();
    }

    private static List<Advice> lower(TrialSpec spec, String first, String second, String reason) {
        boolean hasFirst = first.equals("unet_lr")
                ? spec.learningRates().trainsUnet()
                : spec.learningRates().trainsTextEncoder();
        String setting = hasFirst ? first : second;
        double now = setting.equals("unet_lr")
                ? spec.learningRates().unetLr()
                : spec.learningRates().textEncoderLr();
        return List.of(new Advice(setting, NormalNumber.text(now), NormalNumber.text(now / 2), reason));
    }

    private static List<Double> finite(List<Double> values) {
        return values.stream().filter(Double::isFinite).toList();
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
