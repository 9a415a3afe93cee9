package lorasweep.worker.data;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder whose pictures share repeats and class tokens.
 *
 * @param name the folder's name below the dataset's root; empty for a flat folder
 * @param path where it is
 * @param repeats how often each picture is used in an epoch, at least 1
 * @param classTokens the caption of pictures that have none of their own
 * @param role what the pictures are there for
 */
public record ImageFolder(String name, Path path, int repeats, Optional<String> classTokens, ImageRole role) {
    /** The most repeats a folder may ask for. */
    public static final int MAX_REPEATS = 100_000;

    private static final Pattern NAME = Pattern.compile("(\\d+)_(.*)", Pattern.DOTALL);

    /** Whether a name has the form {@code <repeats>_<class tokens>}. */
    static boolean isNamedWithRepeats(String name) {
        return NAME.matcher(name).matches();
    }

    /**
     * The folder that its name describes, if the name has the form and the repeats are from 1 to
     * {@value #MAX_REPEATS}.
     */
    static Optional<ImageFolder> ofName(Path path, ImageRole role) {
        String name = path.getFileName().toString();
        Matcher form = NAME.matcher(name);
        if (!form.matches()
                || form.group(1).length() > String.valueOf(MAX_REPEATS).length()) {
            return Optional.empty();
        }
        int repeats = Integer.parseInt(form.group(1));
        Optional<String> tokens = Optional.of(form.group(2).strip()).filter(text -> !text.isEmpty());
        return repeats < 1 || repeats > MAX_REPEATS
                ? Optional.empty()
                : Optional.of(new ImageFolder(name, path, repeats, tokens, role));
    }

    /** A folder without a telling name: one repeat, no class tokens. */
    static ImageFolder flat(Path path, ImageRole role) {
        return new ImageFolder("", path, 1, Optional.empty(), role);
    }

    /** Where a file of this folder is, for who has to mend it. */
    String placeOf(Path file) {
        return PrintableName.escape(path.resolve(file.getFileName()).toString());
    }

    /** The name under which results speak of a file of this folder: relative to the dataset's root. */
    String nameOf(Path file) {
        String own = PrintableName.of(file);
        return name.isEmpty() ? own : PrintableName.of(path) + "/" + own;
    }
}
