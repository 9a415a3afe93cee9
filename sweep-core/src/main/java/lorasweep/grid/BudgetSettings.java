package lorasweep.grid;

import java.util.OptionalDouble;
import lorasweep.setting.Setting;

/** What a sweep may cost. */
public record BudgetSettings(
        @Setting(
                value = "gpu_hours",
                doc = "no further trial is begun once this many device hours are used",
                above = 0,
                max = 1_000_000)
        OptionalDouble gpuHours,

        @Setting(
                value = "trial_hours",
                doc = "a trial that holds its device for longer without ending fails; a pack may hold it for as many"
                        + " times longer as it has trials",
                above = 0,
                max = 100_000)
        OptionalDouble trialHours) {}
