package lorasweep.analysis.verdict;

import java.util.List;

/**
 * The verdict on a trial.
 *
 * @param rule the rule that decided
 * @param sentence why, as a person would say it
 * @param evidence every rule that was looked at, the deciding one included, in the order looked at
 * @param advice what to try next, the most promising first; empty if nothing is wrong
 */
public record Finding(Verdict verdict, Rule rule, String sentence, List<Evidence> evidence, List<Advice> advice) {
    /** Copies the lists. */
    public Finding {
        evidence = List.copyOf(evidence);
        advice = List.copyOf(advice);
    }
}
