package lorasweep.analysis;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import lorasweep.analysis.verdict.Advice;
import lorasweep.analysis.verdict.Verdict;
import lorasweep.result.ProbePlan;
import lorasweep.trial.InvalidInputException;

/**
 * Everything the report and the pick need to know about a sweep, finished or not.
 *
 * @param axes of the grid
 * @param plan the probes all trials share; empty if none was measured
 * @param trials in the order of the grid, then of their seeds
 * @param verdicts how many trials have each verdict, every verdict present
 * @param floor what a seed changes
 * @param leaderboard configurations from best to worst
 * @param picks the checkpoint to take under each preference; empty if nothing is better than the base
 * @param importance which axes make the difference; empty if nothing varies
 * @param edges axes on whose edge the winner lies
 * @param advice what to try next with the sweep as a whole, the most useful first
 */
public record SweepAnalysis(
        List<Axis> axes,
        Optional<ProbePlan> plan,
        List<TrialAnalysis> trials,
        Map<Verdict, Integer> verdicts,
        NoiseFloor floor,
        Leaderboard leaderboard,
        Map<Preference, Pick> picks,
        Optional<Importance> importance,
        List<EdgeAdvice> edges,
        List<Advice> advice) {
    /** Copies the collections. */
    public SweepAnalysis {
        axes = List.copyOf(axes);
        trials = List.copyOf(trials);
        verdicts = Collections.unmodifiableMap(new EnumMap<>(verdicts));
        picks = Collections.unmodifiableMap(picks.isEmpty() ? new EnumMap<>(Preference.class) : new EnumMap<>(picks));
        edges = List.copyOf(edges);
        advice = List.copyOf(advice);
    }

    /**
     * Analyses a sweep. Each entry is looked at once and then let go, so they may be loaded as they are
     * asked for, also by several threads; their order does not matter.
     *
     * @param entries the trials; their result may be empty
     * @throws InvalidInputException if trials were measured on different probes
     * @throws IllegalArgumentException if an entry's levels do not fit the axes
     */
    public static SweepAnalysis of(List<Axis> axes, Stream<Entry> entries) {
        List<MeasuredTrial> measured = entries.map(entry -> MeasuredTrial.of(axes, entry))
                .sorted(MeasuredTrial.IN_GRID_ORDER)
                .toList();
        Optional<ProbePlan> plan = commonPlan(measured);
        List<Contender> contenders = MeasuredTrial.contenders(measured);
        List<Candidate> candidates = Candidate.of(contenders);
        NoiseFloor floor = NoiseFloor.of(candidates);
        Leaderboard board = Leaderboard.of(candidates, floor);
        List<TrialAnalysis> trials = TrialAnalyst.analyse(measured, candidates, board);
        Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
        for (Verdict verdict : Verdict.values()) {
            verdicts.put(verdict, (int) trials.stream()
                    .filter(trial -> trial.finding().verdict() == verdict)
                    .count());
        }
        return new SweepAnalysis(
                axes,
                plan,
                trials,
                verdicts,
                floor,
                board,
                Picker.picks(trials, candidates, board, floor),
                Importance.of(axes, contenders, floor, plan.map(ProbePlan::seed).orElse(0L)),
                EdgeFinder.find(axes, contenders, board),
                SweepAdvice.of(axes, trials, candidates, board));
    }

    /** The same of entries that are there. */
    public static SweepAnalysis of(List<Axis> axes, List<Entry> entries) {
        return of(axes, entries.stream());
    }

    private static Optional<ProbePlan> commonPlan(List<MeasuredTrial> measured) {
        Optional<MeasuredTrial> first = Optional.empty();
        List<String> problems = new ArrayList<>();
        for (MeasuredTrial trial : measured) {
            Optional<ProbePlan> plan = trial.plan();
            if (plan.isPresent() && first.isEmpty()) {
                first = Optional.of(trial);
            } else if (plan.isPresent() && !plan.equals(first.flatMap(MeasuredTrial::plan))) {
                problems.add("trial " + trial.id() + ": was measured on other probes than trial "
                        + first.map(MeasuredTrial::id).orElseThrow()
                        + ", expected the same for all; only trials on the same held-out images, timesteps and"
                        + " noises can be compared, keep them in another sweep.");
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        return first.flatMap(MeasuredTrial::plan);
    }

    /** The pick under a preference. */
    public Optional<Pick> pick(Preference preference) {
        return Optional.ofNullable(picks.get(preference));
    }
}
