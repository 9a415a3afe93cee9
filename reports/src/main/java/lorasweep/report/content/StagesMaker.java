package lorasweep.report.content;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import lorasweep.analysis.verdict.FlagKind;
import lorasweep.analysis.verdict.Verdict;
import lorasweep.report.content.Pictures.Picture;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the pictures that stand for verdicts. The pick has its own epoch; every other trial its last, of which its
 * verdict speaks, and it is the clearest case: the least learned, the most risen since its best.
 */
final class StagesMaker {
    private static final int MOST_PROMPTS = 3;

    private final List<TrialFacts> trials;
    private final List<Picture> samples;
    private final Set<Integer> shown = new HashSet<>();
    private final List<Stage> stages = new ArrayList<>();

    private StagesMaker(List<TrialFacts> trials, Pictures pictures) {
        this.trials = trials;
        this.samples = pictures.samples();
    }

    /** The stages from the base to what broke; none without a pick of which pictures were drawn. */
    static List<Stage> make(List<TrialFacts> trials, @Nullable PickCard pick, Pictures pictures) {
        if (pick == null) {
            return List.of();
        }
        StagesMaker maker = new StagesMaker(trials, pictures);
        List<Integer> picked = maker.drawn(pick.trial(), pick.epoch());
        List<Integer> base = picked.stream()
                .map(index -> pictures.samples().get(index).base())
                .filter(Objects::nonNull)
                .toList();
        if (picked.isEmpty() || base.size() < picked.size()) {
            return List.of();
        }
        maker.stages.add(new Stage(Stage.BASE, null, 0, base));
        maker.shown.add(pick.trial());
        maker.add(Verdict.UNDERFIT, StagesMaker::score);
        maker.stages.add(new Stage(Stage.PICK, pick.trial(), maker.epoch(picked), picked));
        maker.add(Verdict.OVERFIT, StagesMaker::risen);
        maker.add(
                FlagKind.PROMPT_IGNORED.name(),
                trial -> trial.finding().verdict() != Verdict.DIVERGED
                        && trial.flags().stream().anyMatch(flag -> flag.kind().equals(FlagKind.PROMPT_IGNORED.name())),
                StagesMaker::risen);
        maker.add(Verdict.DIVERGED, StagesMaker::risen);
        return maker.stages;
    }

    private void add(Verdict verdict, ToDoubleFunction<TrialFacts> clearness) {
        add(verdict.name(), trial -> trial.finding().verdict() == verdict, clearness);
    }

    private void add(String kind, Predicate<TrialFacts> is, ToDoubleFunction<TrialFacts> clearness) {
        Optional<Integer> clearest = IntStream.range(0, trials.size())
                .filter(trial -> is.test(trials.get(trial)) && !shown.contains(trial) && isDrawn(trial))
                .boxed()
                .max(Comparator.comparingDouble(trial -> clearness.applyAsDouble(trials.get(trial))));
        clearest.ifPresent(trial -> {
            List<Integer> pictures = drawn(trial, Integer.MAX_VALUE);
            shown.add(trial);
            stages.add(new Stage(kind, trial, epoch(pictures), pictures));
        });
    }

    private static double score(TrialFacts trial) {
        Range score = trial.score();
        return score == null ? 0 : score.mean();
    }

    /** By how much held-out loss lies at the end above its best. */
    private static double risen(TrialFacts trial) {
        TrialFacts.Course course = trial.course();
        TrialFacts.Best best = course == null ? null : course.best();
        if (course == null || best == null) {
            return 0;
        }
        int[] held = course.heldOut().mean();
        return held[held.length - 1] - (double) held[best.index()];
    }

    private boolean isDrawn(int trial) {
        return samples.stream().anyMatch(picture -> isOf(picture, trial));
    }

    private static boolean isOf(Picture picture, int trial) {
        return !picture.isApart() && Integer.valueOf(trial).equals(picture.trial());
    }

    private int epoch(List<Integer> pictures) {
        return samples.get(pictures.get(0)).epoch();
    }

    /** The first prompts' pictures of one seed, at the epoch drawn nearest to one and the weight nearest to 1. */
    private List<Integer> drawn(int trial, int epoch) {
        List<Integer> own = IntStream.range(0, samples.size())
                .filter(index -> isOf(samples.get(index), trial))
                .boxed()
                .sorted(Comparator.<Integer>comparingInt(
                                index -> Math.abs(epoch - samples.get(index).epoch()))
                        .thenComparingDouble(
                                index -> Math.abs(1 - samples.get(index).weight()))
                        .thenComparingLong(index -> samples.get(index).seed()))
                .toList();
        return own.stream()
                .mapToInt(index -> samples.get(index).prompt())
                .distinct()
                .sorted()
                .limit(MOST_PROMPTS)
                .mapToObj(prompt -> own.stream()
                        .filter(index -> samples.get(index).prompt() == prompt)
                        .findFirst()
                        .orElseThrow())
                .toList();
    }
}
