package lorasweep.trial;

import java.util.Optional;
import lorasweep.setting.BrokenRulesException.Rules;
import lorasweep.setting.Setting;

/**
 * How a caption becomes the condition of a training step. Only {@code max_token_length} must be equal within
 * a pack.
 */
public record CaptionSettings(
        @Setting(
                value = "caption_extension",
                doc = "ending of caption files; .txt and .caption are tried when it finds none",
                byDefault = ".txt")
        String captionExtension,

        @Setting(
                value = "shuffle_caption",
                doc = "shuffle the comma-separated tags each time a caption is used",
                byDefault = "false")
        boolean shuffleCaption,

        @Setting(
                value = "keep_tokens",
                doc = "number of leading tags that shuffling and tag dropout leave alone",
                byDefault = "0",
                min = 0,
                max = 1000)
        int keepTokens,

        @Setting(
                value = "keep_tokens_separator",
                doc = "text that ends the tags left alone, for example |||; wins over keep_tokens")
        Optional<String> keepTokensSeparator,

        @Setting(
                value = "caption_dropout_rate",
                doc = "probability that a caption is replaced by the empty one",
                byDefault = "0",
                min = 0,
                max = 1)
        double captionDropoutRate,

        @Setting(
                value = "caption_dropout_every_n_epochs",
                doc = "every n-th epoch all captions are empty; 0 never",
                byDefault = "0",
                min = 0,
                max = 1_000_000)
        int captionDropoutEveryNEpochs,

        @Setting(
                value = "caption_tag_dropout_rate",
                doc = "probability that a tag is left out",
                byDefault = "0",
                min = 0,
                max = 1)
        double captionTagDropoutRate,

        @Setting(value = "caption_prefix", doc = "text put before every caption")
        Optional<String> captionPrefix,

        @Setting(value = "caption_suffix", doc = "text put after every caption")
        Optional<String> captionSuffix,

        @Setting(
                value = "max_token_length",
                doc = "tokens of a caption that are used",
                byDefault = "75",
                oneOf = {"75", "150", "225"})
        int maxTokenLength,

        @Setting(
                value = "clip_skip",
                doc = "text encoder layer to use, counted from the end; 2 for NAI-derived anime models",
                byDefault = "1",
                min = 1,
                max = 12)
        int clipSkip) {

    /** Refuses an ending without a dot. */
    public CaptionSettings {
        new Rules()
                .require(
                        captionExtension.startsWith(".") && captionExtension.indexOf('/') < 0,
                        "caption_extension",
                        "caption_extension is \"" + captionExtension + "\", expected an ending such as .txt.")
                .check();
    }
}
