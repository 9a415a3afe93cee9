package lorasweep.trial;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import lorasweep.setting.SettingText;

/**
 * The epochs of a trial that pictures are drawn of.
 *
 * @param kind how they are named
 * @param epochs the epochs, counted from 1, rising; empty unless {@link Kind#LISTED}
 */
public record SampleEpochs(Kind kind, List<Integer> epochs) implements SettingText {

    /** How epochs are named. */
    public enum Kind {
        /** The earliest and latest usable epoch and the best one. */
        WINDOW,
        /** Every saved epoch. */
        ALL,
        /** The last one. */
        LAST,
        /** Those listed, as far as a trial has them. */
        LISTED
    }

    /** Copies the list. */
    public SampleEpochs {
        epochs = List.copyOf(epochs);
    }

    /**
     * Reads {@code window}, {@code all}, {@code last} or epochs such as {@code 5,10,20}.
     *
     * @throws IllegalArgumentException if the text is none of these
     */
    public static SampleEpochs parse(String text) {
        return switch (text.strip()) {
            case "window" -> new SampleEpochs(Kind.WINDOW, List.of());
            case "all" -> new SampleEpochs(Kind.ALL, List.of());
            case "last" -> new SampleEpochs(Kind.LAST, List.of());
            default -> new SampleEpochs(Kind.LISTED, listed(text));
        };
    }

    private static List<Integer> listed(String text) {
        List<Integer> epochs = new ArrayList<>();
        for (String part : text.split("\\s*,\\s*", -1)) {
            if (!part.strip().matches("[1-9]\\d{0,6}")) {
                throw new IllegalArgumentException(
                        "expected window, all, last or a list of epochs such as [5, 10, 20]");
            }
            epochs.add(Integer.valueOf(part.strip()));
        }
        return epochs.stream().distinct().sorted().toList();
    }

    @Override
    public String settingValue() {
        return kind == Kind.LISTED
                ? epochs.stream().map(String::valueOf).collect(Collectors.joining(","))
                : kind.name().toLowerCase(Locale.ROOT);
    }
}
