package lorasweep.worker.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lorasweep.random.RandomStream;
import lorasweep.trial.CaptionSettings;

/**
 * From a stored caption to the text of a training step, in sd-scripts' order: prefix and suffix, then
 * dropout of the whole caption, then, tag by tag, shuffling and dropout of all but the kept tags.
 *
 * <p>The {@code keep_tokens_separator} never reaches the text encoder, not even when nothing is
 * shuffled or dropped.
 *
 * @param settings the trial's
 */
public record CaptionRules(CaptionSettings settings) {
    private static final String TAG_END = ",";
    private static final String JOINT = ", ";

    /** Whether two uses of a caption may give different texts. */
    public boolean isRandom() {
        return settings.shuffleCaption()
                || settings.captionTagDropoutRate() > 0
                || settings.captionDropoutRate() > 0
                || settings.captionDropoutEveryNEpochs() > 0;
    }

    /** The text without anything drawn: what images are measured with. */
    public String fixed(String caption) {
        String whole = surrounded(caption);
        return settings.keepTokensSeparator().filter(whole::contains).isPresent()
                ? Tags.of(whole, settings).joined()
                : whole;
    }

    /**
     * The text of one use.
     *
     * @param epoch from 1
     * @param stream the use's own numbers
     */
    public String drawn(String caption, int epoch, RandomStream stream) {
        int everyN = settings.captionDropoutEveryNEpochs();
        boolean isDropped = stream.nextDouble() < settings.captionDropoutRate() || (everyN > 0 && epoch % everyN == 0);
        if (isDropped) {
            return "";
        } else if (!settings.shuffleCaption() && settings.captionTagDropoutRate() <= 0) {
            return fixed(caption);
        }
        Tags tags = Tags.of(surrounded(caption), settings);
        List<String> flexible = new ArrayList<>();
        for (int index :
                settings.shuffleCaption() ? stream.permutation(tags.flexible().size()) : inOrder(tags)) {
            flexible.add(tags.flexible().get(index));
        }
        if (settings.captionTagDropoutRate() > 0) {
            flexible.removeIf(tag -> stream.nextDouble() < settings.captionTagDropoutRate());
        }
        return new Tags(tags.before(), flexible, tags.after()).joined();
    }

    private static int[] inOrder(Tags tags) {
        int[] order = new int[tags.flexible().size()];
        Arrays.setAll(order, i -> i);
        return order;
    }

    private String surrounded(String caption) {
        return Stream.of(settings.captionPrefix(), Optional.of(caption), settings.captionSuffix())
                .flatMap(Optional::stream)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
    }

    /**
     * A caption in three parts.
     *
     * @param before tags that stay in front
     * @param flexible tags that may be shuffled and dropped
     * @param after tags that stay at the end
     */
    private record Tags(List<String> before, List<String> flexible, List<String> after) {
        static Tags of(String caption, CaptionSettings settings) {
            Optional<String> separator = settings.keepTokensSeparator().filter(caption::contains);
            if (separator.isPresent()) {
                String[] parts = caption.split(Pattern.quote(separator.get()), 3);
                return new Tags(split(parts[0]), split(parts[1]), parts.length < 3 ? List.of() : split(parts[2]));
            }
            List<String> tags = split(caption);
            int kept = Math.min(settings.keepTokens(), tags.size());
            return new Tags(tags.subList(0, kept), tags.subList(kept, tags.size()), List.of());
        }

        private static List<String> split(String text) {
            return Arrays.stream(text.split(TAG_END, -1))
                    .map(String::strip)
                    .filter(tag -> !tag.isEmpty())
                    .toList();
        }

        String joined() {
            return Stream.of(before, flexible, after).flatMap(List::stream).collect(Collectors.joining(JOINT));
        }
    }
}
