package lorasweep.trial;

import java.util.Optional;
import lorasweep.setting.BrokenRulesException.Rules;
import lorasweep.setting.Setting;

/**
 * The training pictures. Equal within a pack.
 */
public record DatasetSettings(
        @Setting(
                isPath = true,
                value = "train_data_dir",
                doc =
                        "training images, dataset: path: in a grid file: a folder of <repeats>_<class tokens> folders, or a flat one as 1 repeat")
        String trainDataDir,

        @Setting(isPath = true, value = "reg_data_dir", doc = "regularisation images, in folders of the same form")
        Optional<String> regDataDir,

        @Setting(
                value = "flip_aug",
                doc = "mirror each image with probability one half each time it is used",
                byDefault = "false")
        boolean flipAug,

        @Setting(
                value = "alpha_mask",
                doc = "transparency masks the loss; otherwise images are composed on white",
                byDefault = "false")
        boolean alphaMask,

        @Setting(
                value = "cache_latents",
                doc = "accepted for presets; latents are always cached",
                byDefault = "true",
                effect = Setting.Effect.EXECUTION)
        boolean cacheLatents,

        @Setting(
                value = "cache_latents_to_disk",
                doc = "accepted for presets; latents are always cached on disk, shared between trials",
                byDefault = "true",
                effect = Setting.Effect.EXECUTION)
        boolean cacheLatentsToDisk) {

    /** Refuses an empty path. */
    public DatasetSettings {
        new Rules()
                .require(
                        !trainDataDir.isBlank(),
                        "train_data_dir",
                        "train_data_dir is empty, expected the folder that holds the training images.")
                .check();
    }
}
