package lorasweep.analysis.verdict;

import java.util.Optional;
import lorasweep.analysis.score.Moment;
import lorasweep.analysis.statistics.Estimate;

/**
 * The verdict on one moment of a trial.
 *
 * @param rule the rule that decided
 * @param aboveBest by how much its held-out score lies above the best moment's as reported
 *     of the noises; empty for the best moment itself and where nothing is scored
 */
public record MomentVerdict(Moment moment, Verdict verdict, Rule rule, Optional<Estimate> aboveBest) {}
