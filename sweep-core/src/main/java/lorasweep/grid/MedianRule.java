package lorasweep.grid;

import lorasweep.setting.Setting;

/** Ends a trial whose best score so far is worse than the median of its peers at the same epoch. */
public record MedianRule(
        @Setting(
                value = "after_epoch",
                doc = "epochs every trial is given before it can be ended",
                byDefault = "3",
                min = 1,
                max = 1_000_000)
        int afterEpoch,

        @Setting(
                value = "min_peers",
                doc = "trials that must have reached the epoch before the median is used",
                byDefault = "4",
                min = 1,
                max = 1_000_000)
        int minPeers) {}
