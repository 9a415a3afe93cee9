package lorasweep.grid;

import java.util.Optional;
import lorasweep.setting.Setting;

/**
 * When trials are ended early.
 *
 * @param flags the rules without settings of their own
 * @param median by the median of peers; empty: not used
 * @param asha by asynchronous successive halving; empty: not used
 */
public record StopSettings(Flags flags, Optional<MedianRule> median, Optional<HalvingRule> asha) {

    /** The rules without settings of their own. */
    public record Flags(
            @Setting(
                    value = "diverged",
                    doc = "end a trial whose loss is not finite or far above the base model's",
                    byDefault = "true")
            boolean diverged,

            @Setting(
                    value = "audit_fraction",
                    doc = "share of the trials to be ended that is trained on, to see how often ending was wrong",
                    byDefault = "0",
                    min = 0,
                    max = 1)
            double auditFraction) {}
}
