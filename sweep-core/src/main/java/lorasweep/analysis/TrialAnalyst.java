package lorasweep.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import lorasweep.analysis.score.Series;
import lorasweep.analysis.score.TrialScores;
import lorasweep.analysis.verdict.Finding;
import lorasweep.analysis.verdict.FitJudge;
import lorasweep.analysis.verdict.MomentJudge;
import lorasweep.analysis.verdict.MomentVerdict;
import lorasweep.analysis.verdict.Neighbours;
import lorasweep.analysis.verdict.Peer;
import lorasweep.analysis.verdict.Rule;
import lorasweep.analysis.verdict.Side;
import lorasweep.analysis.verdict.TrialCase;
import lorasweep.analysis.verdict.Verdict;
import lorasweep.result.TrialOutcome;
import lorasweep.trial.TrialId;

/** Judges every trial of a sweep in the light of the others. */
final class TrialAnalyst {
    private final Map<TrialId, Contender> contenders;
    private final Optional<Contender> best;
    private final Neighbours neighbours;

    private TrialAnalyst(List<Candidate> candidates, Leaderboard board) {
        this.contenders = candidates.stream()
                .flatMap(candidate -> candidate.trials().stream())
                .collect(Collectors.toMap(Contender::id, Function.identity()));
        this.best = candidates.stream()
                .filter(candidate -> board.standings()
                        .get(0)
                        .trials()
                        .contains(candidate.trials().get(0).id()))
                .map(Candidate::bestTrial)
                .findFirst();
        this.neighbours = Neighbours.of(
                contenders.values().stream().map(Contender::scores).toList());
    }

    static List<TrialAnalysis> analyse(List<MeasuredTrial> trials, List<Candidate> candidates, Leaderboard board) {
        TrialAnalyst analyst = new TrialAnalyst(candidates, board);
        return trials.parallelStream().map(analyst::analyse).toList();
    }

    private TrialAnalysis analyse(MeasuredTrial trial) {
        Optional<Contender> contender = Optional.ofNullable(contenders.get(trial.id()));
        Optional<TrialCase> facts = contender.map(c -> facts(trial, c));
        Finding finding = facts.map(FitJudge::judge).orElseGet(() -> unjudged(trial));
        Optional<Fit> fit = trial.scores()
                .map(scores -> new Fit(
                        scores.moments(),
                        neighbours.curve(scores),
                        scores.trainTwinCurve(),
                        scores.bands(),
                        contender.map(Contender::best),
                        facts.map(TrialAnalyst::window),
                        facts.map(f -> MomentJudge.judge(f, finding)).orElseGet(() -> unjudged(scores)),
                        trial.weightTests(),
                        contender.map(c -> Series.of(c.reported()))));
        return new TrialAnalysis(
                trial.id(), trial.spec(), trial.levels(), trial.outcome(), fit, finding, trial.flags());
    }

    private TrialCase facts(MeasuredTrial trial, Contender contender) {
        Optional<Peer> peer =
                best.filter(other -> !other.id().equals(trial.id())).map(other -> new Peer(other.id(), other.scores()));
        return new TrialCase(trial.spec(), contender.scores(), trial.weightTests(), peer, neighbours);
    }

    /** From the best moment outwards as long as each next one is shown to be within the margin. */
    private static Fit.Window window(TrialCase trial) {
        TrialScores scores = trial.scores();
        int earliest = trial.best();
        while (earliest > 1 && isTied(trial, earliest - 1)) {
            earliest--;
        }
        int latest = trial.best();
        while (latest < scores.last() && isTied(trial, latest + 1)) {
            latest++;
        }
        return new Fit.Window(earliest, trial.best(), latest, trial.margin());
    }

    private static boolean isTied(TrialCase trial, int moment) {
        return Side.of(trial.aboveBest(moment), trial.margin()) == Side.BELOW;
    }

    private static Finding unjudged(MeasuredTrial trial) {
        boolean broken = trial.scores()
                .map(scores -> scores.scored() < scores.moments().size())
                .orElse(trial.outcome().map(TrialAnalyst::isNonFinite).orElse(false));
        return broken ? FitJudge.notFinite(trial.spec()) : FitJudge.notMeasured();
    }

    private static boolean isNonFinite(TrialOutcome outcome) {
        return outcome.failure() != null && outcome.failure().kind() == TrialOutcome.FailureKind.NON_FINITE;
    }

    private static List<MomentVerdict> unjudged(TrialScores scores) {
        List<MomentVerdict> verdicts = new ArrayList<>();
        for (int moment = 1; moment < scores.moments().size(); moment++) {
            verdicts.add(new MomentVerdict(
                    scores.moments().get(moment), Verdict.DIVERGED, Rule.NON_FINITE, Optional.empty()));
        }
        return verdicts;
    }
}
