package lorasweep.report.content;

import java.util.List;

/**
 * Which axes make the difference.
 *
 * @param effects axes from large to small, then pairs from large to small
 * @param unexplained share of the variance that is left
 * @param method how the variance was split, one sentence
 */
public record ImportanceFacts(List<EffectFacts> effects, double unexplained, String method) {
    /** Copies the list. */
    public ImportanceFacts {
        effects = List.copyOf(effects);
    }

    /**
     * One axis, or two together.
     *
     * @param settings the axis or axes
     * @param share of the variance of the trials' scores
     * @param weight IMPORTANT, SOME or NONE_SHOWN
     * @param sentence as a person would say it
     */
    public record EffectFacts(List<String> settings, Range share, String weight, String sentence) {}
}
