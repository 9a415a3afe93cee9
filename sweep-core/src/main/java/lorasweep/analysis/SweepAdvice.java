package lorasweep.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lorasweep.analysis.verdict.Advice;
import lorasweep.analysis.verdict.Rule;
import lorasweep.setting.NormalNumber;

/** What to try next with a sweep as a whole. */
final class SweepAdvice {
    private static final int ENOUGH_HELD_OUT = 8;
    private static final String MORE_SEEDS = "3";
    private static final double TOO_MANY_TIED = 0.5;

    private SweepAdvice() {}

    static List<Advice> of(List<Axis> axes, List<TrialAnalysis> trials, List<Candidate> candidates, Leaderboard board) {
        if (candidates.isEmpty()) {
            return List.of();
        }
        List<Advice> advice = new ArrayList<>();
        winner(trials, board).ifPresent(winner -> {
            if (winner.finding().rule() == Rule.STILL_FALLING) {
                advice.add(winner.finding().advice().get(0));
            }
        });
        if (axes.stream()
                .noneMatch(
                        axis -> axis.setting().endsWith("_lr") || axis.setting().equals("learning_rate"))) {
            double now =
                    candidates.get(0).trials().get(0).spec().learningRates().unetLr();
            advice.add(new Advice(
                    "unet_lr",
                    NormalNumber.text(now),
                    "several values",
                    "nothing moves the fit more than the learning rate, and only one was tried"));
        }
        int images = candidates.get(0).trials().get(0).scores().images();
        boolean muchIsTied =
                board.tied().size() > TOO_MANY_TIED * board.standings().size();
        if (images < ENOUGH_HELD_OUT && (muchIsTied || board.standings().size() == 1)) {
            advice.add(new Advice(
                    "heldout_min",
                    Integer.toString(images),
                    Integer.toString(ENOUGH_HELD_OUT),
                    "more held-out images make the intervals narrower"));
        }
        if (candidates.size() > 1 && candidates.stream().allMatch(candidate -> candidate.seeds() == 1)) {
            advice.add(new Advice(
                    "seeds", "1", MORE_SEEDS, "without repetition it is a guess how much a seed alone changes"));
        }
        return advice;
    }

    private static Optional<TrialAnalysis> winner(List<TrialAnalysis> trials, Leaderboard board) {
        return trials.stream()
                .filter(trial -> board.standings().get(0).trials().contains(trial.id()))
                .findFirst();
    }
}
