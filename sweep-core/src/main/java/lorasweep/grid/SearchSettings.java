package lorasweep.grid;

import java.util.OptionalInt;
import lorasweep.setting.BrokenRulesException.Rules;
import lorasweep.setting.Setting;
import lorasweep.setting.SettingChoice;

/** How the configurations to train are chosen from the grid. */
public record SearchSettings(
        @Setting(value = "strategy", doc = "how configurations are chosen", byDefault = "grid")
        Strategy strategy,

        @Setting(
                value = "trials",
                doc = "configurations to choose; random and sobol need it, grid takes all",
                min = 1,
                max = 100_000)
        OptionalInt trials,

        @Setting(value = "seed", doc = "of what random and sobol draw", byDefault = "0", min = 0, max = 4_294_967_295L)
        long seed) {

    /** Refuses a budget where there is nothing to choose, and a choice without a budget. */
    public SearchSettings {
        new Rules()
                .require(
                        strategy == Strategy.GRID || trials.isPresent(),
                        "strategy",
                        "strategy is \"" + strategy.settingValue() + "\" without trials, expected how many to choose;"
                                + " write for example trials: 30.")
                .require(
                        strategy != Strategy.GRID || trials.isEmpty(),
                        "trials",
                        "trials is \"" + trials.orElse(0) + "\" with strategy grid, which takes all cells, expected"
                                + " strategy random or sobol.")
                .check();
    }

    /** How configurations are chosen. */
    public enum Strategy implements SettingChoice {
        /** Every cell of the grid. */
        GRID("grid"),
        /** Cells drawn independently. */
        RANDOM("random"),
        /** Cells spread evenly by a Sobol sequence. */
        SOBOL("sobol");

        private final String settingValue;

        Strategy(String settingValue) {
            this.settingValue = settingValue;
        }

        @Override
        public String settingValue() {
            return settingValue;
        }
    }
}
