package lorasweep.worker.safetensors;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lorasweep.trial.InvalidInputException;

/**
 * What is wrong with one file, one line each. Names and values of a hostile file are shown quoted,
 * shortened and without control characters; the lines themselves are counted after the first
 * {@value #SHOWN}.
 */
final class Problems {
    private static final int SHOWN = 50;
    private static final int QUOTED_CHARACTERS = 120;

    private final Path file;
    private final List<String> lines = new ArrayList<>();
    private int more;

    Problems(Path file) {
        this.file = file;
    }

    void add(String problem) {
        if (lines.size() < SHOWN) {
            lines.add(file + ": " + problem);
        } else {
            more++;
        }
    }

    void addFor(String tensor, String problem) {
        add("tensor " + quote(tensor) + ": " + problem);
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    InvalidInputException exception() {
        List<String> all = new ArrayList<>(lines);
        if (more > 0) {
            all.add("%s: %d more problems of these kinds.".formatted(file, more));
        }
        return new InvalidInputException(all);
    }

    static InvalidInputException of(Path file, String problem) {
        Problems problems = new Problems(file);
        problems.add(problem);
        return problems.exception();
    }

    static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().limit(QUOTED_CHARACTERS).forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE) {
                quoted.append("\\u%04x".formatted(c));
            } else {
                quoted.appendCodePoint(c);
            }
        });
        boolean cut = text.codePointCount(0, text.length()) > QUOTED_CHARACTERS;
        return quoted.append(cut ? "…\"" : "\"").toString();
    }
}
