package lorasweep.trial;

import java.util.regex.Pattern;
import lorasweep.setting.BrokenRulesException.Rules;
import lorasweep.setting.Setting;

/**
 * Which LoRA files a trial leaves.
 */
public record SaveSettings(
        @Setting(
                value = "save_every_n_epochs",
                doc = "save a LoRA at the end of every n-th epoch; 0: only at the end",
                byDefault = "1",
                min = 0,
                max = 1_000_000)
        int saveEveryNEpochs,

        @Setting(
                value = "save_every_n_steps",
                doc = "save a LoRA every n steps; 0: not",
                byDefault = "0",
                min = 0,
                max = 10_000_000)
        int saveEveryNSteps,

        @Setting(
                value = "save_precision",
                doc = "number format of saved LoRA files",
                byDefault = "fp16",
                synonyms = @Setting.Synonym(value = "float", means = "fp32"))
        SavePrecision savePrecision,

        @Setting(
                value = "output_name",
                doc = "name of the LoRA files; in a sweep the sweep's name",
                byDefault = "last",
                effect = Setting.Effect.EXECUTION)
        String outputName) {

    private static final Pattern FILE_NAME = Pattern.compile("[^./\\\\:*?\"<>|][^/\\\\:*?\"<>|]{0,99}");

    /** Refuses a name that is not the name of a file. */
    public SaveSettings {
        new Rules()
                .require(
                        FILE_NAME.matcher(outputName).matches(),
                        "output_name",
                        "output_name is \"" + outputName
                                + "\", expected a file name of at most 100 letters without / \\ : * ? \" < > | and no dot first.")
                .check();
    }
}
