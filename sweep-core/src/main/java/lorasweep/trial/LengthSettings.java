package lorasweep.trial;

import lorasweep.setting.BrokenRulesException.Rules;
import lorasweep.setting.Setting;

/**
 * How long a trial is: a number of epochs or of steps; {@link StepArithmetic} makes one of the other.
 */
public record LengthSettings(
        @Setting(
                value = "max_train_epochs",
                doc = "passes over images x repeats; 0: max_train_steps decides",
                byDefault = "0",
                min = 0,
                max = 1_000_000)
        int maxTrainEpochs,

        @Setting(
                value = "max_train_steps",
                doc = "optimizer updates; 0: max_train_epochs decides",
                byDefault = "0",
                min = 0,
                max = 10_000_000)
        int maxTrainSteps) {

    /** Refuses both, which would leave one without effect, and neither. */
    public LengthSettings {
        new Rules()
                .require(
                        maxTrainEpochs == 0 || maxTrainSteps == 0,
                        "max_train_steps",
                        "max_train_epochs is \"" + maxTrainEpochs + "\" and max_train_steps is \"" + maxTrainSteps
                                + "\", expected one of them; remove the other or set it to 0.")
                .require(
                        maxTrainEpochs > 0 || maxTrainSteps > 0,
                        "max_train_epochs",
                        "neither max_train_epochs nor max_train_steps is given, expected one of them; write for example"
                                + " max_train_epochs: 10.")
                .check();
    }
}
