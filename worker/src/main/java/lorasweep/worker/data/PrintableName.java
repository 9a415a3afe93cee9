package lorasweep.worker.data;

import java.nio.file.Path;
import java.util.Optional;

/** File names as they may be shown and relied on: those of a dataset come from anywhere. */
final class PrintableName {
    private static final char UNREPRESENTABLE = '\uFFFD';

    private PrintableName() {}

    /** The last name of a path, control characters written as their numbers. */
    static String of(Path path) {
        Path name = path.getFileName();
        return escape(name == null ? path.toString() : name.toString());
    }

    static String escape(String name) {
        StringBuilder text = new StringBuilder();
        name.codePoints().forEach(point -> {
            if (isUnprintable(point)) {
                text.append(String.format("\\u%04x", point));
            } else {
                text.appendCodePoint(point);
            }
        });
        return text.toString();
    }

    /** What is wrong with a name, if it cannot be used safely. */
    static Optional<String> problem(String name) {
        if (name.contains("..")) {
            return Optional.of("a name with '..', expected one that cannot lead out of the folder; rename it");
        } else if (name.indexOf('\\') >= 0) {
            return Optional.of("a name with a backslash, expected none; rename it");
        } else if (name.indexOf(UNREPRESENTABLE) >= 0) {
            return Optional.of("a name that this locale cannot represent, expected readable characters; "
                    + "set LC_ALL=C.UTF-8 or rename it");
        } else if (name.codePoints().anyMatch(PrintableName::isUnprintable)) {
            return Optional.of("a name with control characters, expected none; rename it");
        }
        return Optional.empty();
    }

    private static boolean isUnprintable(int point) {
        int type = Character.getType(point);
        return Character.isISOControl(point)
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
    }
}
