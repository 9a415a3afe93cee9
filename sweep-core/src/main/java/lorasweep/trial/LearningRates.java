package lorasweep.trial;

import lorasweep.setting.BrokenRulesException.Rules;
import lorasweep.setting.NormalNumber;
import lorasweep.setting.Setting;

/**
 * Learning rates of the two trained parts; 0 means that the part is not trained at all: not in the optimizer,
 * not computed, not in the file.
 */
public record LearningRates(
        @Setting(
                value = "learning_rate",
                doc = "default of unet_lr and text_encoder_lr",
                byDefault = "1e-4",
                min = 0,
                max = 1000)
        double learningRate,

        @Setting(
                value = "unet_lr",
                doc = "learning rate of the U-Net; 0: not trained",
                sameAs = "learning_rate",
                min = 0,
                max = 1000)
        double unetLr,

        @Setting(
                value = "text_encoder_lr",
                doc = "learning rate of the text encoder; 0: not trained",
                sameAs = "learning_rate",
                min = 0,
                max = 1000)
        double textEncoderLr,

        @Setting(
                value = "network_train_unet_only",
                doc = "do not train the text encoder, whatever its learning rate",
                byDefault = "false")
        boolean networkTrainUnetOnly,

        @Setting(
                value = "network_train_text_encoder_only",
                doc = "do not train the U-Net, whatever its learning rate",
                byDefault = "false")
        boolean networkTrainTextEncoderOnly) {

    /** Refuses settings with which nothing is trained. */
    public LearningRates {
        new Rules()
                .require(
                        !networkTrainUnetOnly || !networkTrainTextEncoderOnly,
                        "network_train_text_encoder_only",
                        "network_train_unet_only and network_train_text_encoder_only are both \"true\", expected one at most.")
                .require(
                        (unetLr > 0 && !networkTrainTextEncoderOnly) || (textEncoderLr > 0 && !networkTrainUnetOnly),
                        "unet_lr",
                        "nothing is trained: unet_lr is \"" + NormalNumber.text(unetLr) + "\" and text_encoder_lr is \""
                                + NormalNumber.text(textEncoderLr)
                                + "\", expected a learning rate above 0 for a part that is not excluded.")
                .check();
    }

    /** Whether the U-Net is trained. */
    public boolean trainsUnet() {
        return unetLr > 0 && !networkTrainTextEncoderOnly;
    }

    /** Whether the text encoder is trained. */
    public boolean trainsTextEncoder() {
        return textEncoderLr > 0 && !networkTrainUnetOnly;
    }
}
