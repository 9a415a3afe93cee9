package lorasweep.grid;

import lorasweep.setting.Setting;

/**
 * Asynchronous successive halving: at the rungs {@code first_epoch * reduction^k} only the best
 * {@code 1 / reduction} of the trials that reached the rung go on.
 */
public record HalvingRule(
        @Setting(value = "first_epoch", doc = "epoch of the first rung", byDefault = "1", min = 1, max = 1_000_000)
        int firstEpoch,

        @Setting(
                value = "reduction",
                doc = "one trial in so many goes on at each rung",
                byDefault = "3",
                min = 2,
                max = 100)
        int reduction) {}
