package lorasweep.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import lorasweep.grid.GridFile;
import lorasweep.setting.GivenSetting;
import lorasweep.trial.LearningRates;
import lorasweep.trial.LrScheduler;
import lorasweep.trial.TrialSpec;

/** Finds what will probably disappoint in a plan. */
final class PlanWarnings {
    /** With fewer images a confidence interval over images means little. */
    private static final int FEW_HELDOUT = 6;

    /**
     * Known good recipes have {@code unet_lr * sqrt(network_alpha / network_dim)} between 3.5e-5 (1e-4 at
     * rank 8, alpha 1) and 3.5e-4 (5e-4 at alpha = rank / 2); with Adam a smaller alpha asks for a learning
     * rate that grows with its root. Outside of three times this range nothing is known to work.
     */
    private static final double LEAST_EFFECTIVE = 1e-5;

    private static final double GREATEST_EFFECTIVE = 1e-3;

    private final GridFile grid;
    private final List<PlannedTrial> trials;
    private final DatasetCounts datasets;
    private final List<String> warnings = new ArrayList<>();

    PlanWarnings(GridFile grid, List<PlannedTrial> trials, DatasetCounts datasets) {
        this.grid = grid;
        this.trials = trials;
        this.datasets = datasets;
    }

    /** All warnings, one line each. */
    List<String> all() {
        if (trials.isEmpty()) {
            return List.of("There is no trial: every cell is excluded.");
        }
        learningRates();
        datasets();
        lengths();
        return List.copyOf(warnings);
    }

    private void learningRates() {
        long rates = trials.stream()
                .map(trial -> trial.spec().learningRates())
                .map(rate -> List.of(rate.unetLr(), rate.textEncoderLr()))
                .distinct()
                .count();
        if (rates == 1 && trials.size() > 1) {
            warnings.add(
                    "All trials have the same learning rate, the setting that matters most: the best of the other"
                            + " settings may be best at this one only. Add an axis such as unet_lr: {log: [5e-5, 1e-3], points: 4}.");
        }
        count(
                trial -> effective(trial) > 0 && effective(trial) < LEAST_EFFECTIVE,
                "a U-Net learning rate that is very low for its rank and alpha (unet_lr x sqrt(network_alpha /"
                        + " network_dim) below 1e-5, known recipes have 3.5e-5 to 3.5e-4): expect no visible effect");
        count(
                trial -> effective(trial) > GREATEST_EFFECTIVE,
                "a U-Net learning rate that is very high for its rank and alpha (unet_lr x sqrt(network_alpha /"
                        + " network_dim) above 1e-3, known recipes have 3.5e-5 to 3.5e-4): expect overfitting or divergence");
        count(
                trial -> !trial.learningRates().trainsTextEncoder(),
                "text_encoder_lr 0 or the U-Net only: the text encoder is not trained, a new trigger word is learnt"
                        + " more slowly");
        count(
                trial -> !trial.learningRates().trainsUnet(),
                "unet_lr 0 or the text encoder only: the U-Net is not trained, shapes and style are not learnt");
        if (grid.space().settings().contains("learning_rate") && trials.stream().noneMatch(this::usesLearningRate)) {
            warnings.add("learning_rate varies but has no effect: unet_lr and text_encoder_lr are given as well.");
        }
    }

    private boolean usesLearningRate(PlannedTrial trial) {
        LearningRates rates = trial.spec().learningRates();
        boolean isPolynomial = trial.spec().schedule().lrScheduler() == LrScheduler.POLYNOMIAL;
        List<String> given = grid.constants().stream().map(GivenSetting::name).toList();
        boolean areBothGiven = given.contains("unet_lr") && given.contains("text_encoder_lr");
        return isPolynomial
                || (!areBothGiven
                        && (rates.unetLr() == rates.learningRate() || rates.textEncoderLr() == rates.learningRate()));
    }

    private static double effective(TrialSpec spec) {
        LearningRates rates = spec.learningRates();
        return rates.trainsUnet() ? rates.unetLr() * Math.sqrt(spec.network().scale()) : 0;
    }

    private void count(Predicate<TrialSpec> isConcerned, String what) {
        List<PlannedTrial> concerned =
                trials.stream().filter(trial -> isConcerned.test(trial.spec())).toList();
        if (!concerned.isEmpty()) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "%d of %d trials %s %s; the first is %s.",
                    concerned.size(),
                    trials.size(),
                    concerned.size() == 1 ? "has" : "have",
                    what,
                    concerned.get(0).name()));
        }
    }

    private void datasets() {
        Map<String, TrialSpec> byFolder = new LinkedHashMap<>();
        trials.forEach(trial -> byFolder.putIfAbsent(trial.spec().dataset().trainDataDir(), trial.spec()));
        byFolder.forEach((folder, spec) -> {
            Optional<ImageCount> count = datasets.training(spec);
            if (count.isEmpty()) {
                warnings.add(folder + " cannot be listed from here: images, steps and time are not known.");
                return;
            }
            int images = count.get().images();
            if (images == 0) {
                warnings.add(
                        folder + " holds no images; expected folders such as 5_name, or images in the folder itself.");
                return;
            }
            if (count.get().uncaptioned() > 0) {
                warnings.add(String.format(
                        Locale.ROOT,
                        "%s: %d of %d images have no caption file; the folder's class tokens are used.",
                        folder,
                        count.get().uncaptioned(),
                        images));
            }
            int heldout = datasets.heldout(spec).orElse(0);
            if (heldout < FEW_HELDOUT) {
                warnings.add(String.format(
                        Locale.ROOT,
                        "%s: %d of %d images are held out, too few for a verdict with confidence; %d or more are better"
                                + " (dataset: heldout).",
                        folder,
                        heldout,
                        images,
                        FEW_HELDOUT));
            }
        });
    }

    private void lengths() {
        Predicate<PlannedTrial> isShort = trial -> trial.steps()
                .filter(steps -> steps.totalSteps() < steps.stepsPerEpoch())
                .isPresent();
        long shorter = trials.stream().filter(isShort).count();
        if (shorter > 0) {
            warnings.add(
                    shorter + " of " + trials.size() + " trials end before their first epoch does: they are measured"
                            + " at the start and at the end only.");
        }
        Predicate<PlannedTrial> isAllWarmUp = trial ->
                trial.knownSteps() > 0 && trial.spec().schedule().warmUpSteps(trial.knownSteps()) >= trial.knownSteps();
        long warming = trials.stream().filter(isAllWarmUp).count();
        if (warming > 0) {
            warnings.add(warming + " of " + trials.size() + " trials end before their warm-up does (lr_warmup_steps).");
        }
    }
}
