package lorasweep.worker.prompt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lorasweep.trial.InvalidInputException;
import org.jspecify.annotations.Nullable;

/**
 * Attention by brackets: {@code (x)} counts 1.1 times, {@code [x]} 1 / 1.1 times, {@code (x:1.3)} 1.3
 * times; nested brackets multiply; a backslash makes a bracket ordinary text. A bracket that is never
 * closed reaches to the end, one that was never opened is text.
 */
public final class Emphasis {
    private static final double STEP = 1.1;

    private static final Pattern TOKEN = Pattern.compile(
            "\\\\[()\\[\\]\\\\]?" // an escaped bracket or backslash, or a backslash that escapes nothing
                    + "|[()\\[\\]]"
                    + "|:\\s*([+-]?[.\\d]+)\\s*\\)" // the end of (x:1.3)
                    + "|[^\\\\()\\[\\]:]+"
                    + "|:");

    private static final Pattern BREAK = Pattern.compile("\\s*\\bBREAK\\b\\s*");

    private final List<WeightedText> pieces = new ArrayList<>();
    private final Deque<Integer> round = new ArrayDeque<>();
    private final Deque<Integer> square = new ArrayDeque<>();

    private Emphasis() {}

    /**
     * The prompt's pieces in order, neighbours of equal weight joined; one empty piece for an empty prompt.
     *
     * @throws InvalidInputException if the number of a {@code (x:number)} is none
     */
    public static List<WeightedText> parse(String prompt) {
        Emphasis emphasis = new Emphasis();
        Matcher token = TOKEN.matcher(prompt);
        while (token.find()) {
            emphasis.read(token.group(), token.group(1));
        }
        emphasis.round.forEach(start -> emphasis.multiply(start, STEP));
        emphasis.square.forEach(start -> emphasis.multiply(start, 1 / STEP));
        return joined(emphasis.pieces);
    }

    /**
     * The same without empty pieces, cut at each word {@code BREAK}, which disappears with the blanks around it.
     *
     * @throws InvalidInputException as {@link #parse}
     */
    public static List<List<WeightedText>> parseSections(String prompt) {
        List<List<WeightedText>> sections = new ArrayList<>();
        List<WeightedText> section = new ArrayList<>();
        for (WeightedText piece : parse(prompt)) {
            String[] parts = BREAK.split(piece.text(), -1);
            for (int i = 0; i < parts.length; i++) {
                if (i > 0) {
                    sections.add(section);
                    section = new ArrayList<>();
                }
                if (!parts[i].isEmpty()) {
                    section.add(new WeightedText(parts[i], piece.weight()));
                }
            }
        }
        sections.add(section);
        return sections;
    }

    private void read(String token, @Nullable String weight) {
        if (token.startsWith("\\")) {
            add(token.substring(1));
        } else if (token.equals("(")) {
            round.push(pieces.size());
        } else if (token.equals("[")) {
            square.push(pieces.size());
        } else if (weight != null && !round.isEmpty()) {
            multiply(round.pop(), number(weight));
        } else if (token.equals(")") && !round.isEmpty()) {
            multiply(round.pop(), STEP);
        } else if (token.equals("]") && !square.isEmpty()) {
            multiply(square.pop(), 1 / STEP);
        } else {
            add(token);
        }
    }

    private void add(String text) {
        pieces.add(new WeightedText(text, 1));
    }

    private void multiply(int start, double factor) {
        for (int i = start; i < pieces.size(); i++) {
            WeightedText piece = pieces.get(i);
            pieces.set(i, new WeightedText(piece.text(), piece.weight() * factor));
        }
    }

    private static double number(String weight) {
        return Numbers.parse(weight)
                .orElseThrow(() -> new InvalidInputException(
                        "prompt: found \"%s\" as the weight of an emphasis, expected a number such as 1.3; correct it."
                                .formatted(weight)));
    }

    private static List<WeightedText> joined(List<WeightedText> pieces) {
        List<WeightedText> joined = new ArrayList<>();
        for (WeightedText piece : pieces) {
            int last = joined.size() - 1;
            if (last >= 0 && joined.get(last).weight() == piece.weight()) {
                joined.set(last, new WeightedText(joined.get(last).text() + piece.text(), piece.weight()));
            } else {
                joined.add(piece);
            }
        }
        return joined.isEmpty() ? List.of(new WeightedText("", 1)) : joined;
    }
}
