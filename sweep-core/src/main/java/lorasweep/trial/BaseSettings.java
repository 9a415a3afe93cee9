package lorasweep.trial;

import java.util.Optional;
import lorasweep.setting.BrokenRulesException.Rules;
import lorasweep.setting.Setting;

/**
 * The frozen base model. Equal within a pack.
 */
public record BaseSettings(
        @Setting(
                isPath = true,
                value = "pretrained_model_name_or_path",
                doc = "base model, base: in a grid file: a single-file checkpoint or a diffusers folder")
        String pretrainedModelNameOrPath,

        @Setting(isPath = true, value = "vae", doc = "VAE to use instead of the base model's own")
        Optional<String> vae,

        @Setting(
                value = "v_parameterization",
                doc = "the base model predicts v instead of the noise",
                byDefault = "false")
        boolean vParameterization) {

    /** Refuses an empty path. */
    public BaseSettings {
        new Rules()
                .require(
                        !pretrainedModelNameOrPath.isBlank(),
                        "pretrained_model_name_or_path",
                        "pretrained_model_name_or_path is empty, expected a checkpoint file or a diffusers folder.")
                .check();
    }
}
