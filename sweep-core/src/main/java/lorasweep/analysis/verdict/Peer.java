package lorasweep.analysis.verdict;

import lorasweep.analysis.score.TrialScores;
import lorasweep.trial.TrialId;

/**
 * The best trial of the sweep, which shows what can be learned from its data.
 *
 * @param best its best moment
 */
public record Peer(TrialId trial, TrialScores scores, int best) {}
