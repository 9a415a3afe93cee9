package lorasweep.plan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Counts images in kohya's folders, {@code <repeats>_<class tokens>}, or in a flat folder, which counts as
 * one repeat. Opens no image: the worker checks every one of them before the first step.
 */
final class KohyaFolders {
    private static final Pattern REPEATS = Pattern.compile("([1-9]\\d{0,5})_.*");
    private static final Set<String> IMAGES = Set.of("png", "jpg", "jpeg", "webp", "bmp");
    private static final Pattern URI_SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]+:.*");

    private KohyaFolders() {}

    /** Counts a dataset folder; empty if it is not a readable folder of this machine. */
    static Optional<ImageCount> count(String folder, String captionExtension) {
        if (URI_SCHEME.matcher(folder).matches()) {
            return Optional.empty();
        }
        try {
            Path root = Path.of(folder);
            if (!Files.isDirectory(root)) {
                return Optional.empty();
            }
            List<ImageCount.Folder> folders = new ArrayList<>();
            for (Path child : children(root)) {
                Matcher name = REPEATS.matcher(nameOf(child));
                if (name.matches() && Files.isDirectory(child)) {
                    folders.add(counted(child, Integer.parseInt(name.group(1)), captionExtension));
                }
            }
            if (folders.isEmpty()) {
                folders.add(counted(root, 1, captionExtension));
            }
            return Optional.of(new ImageCount(List.copyOf(folders)));
        } catch (IOException | UncheckedIOException | InvalidPathException unreadable) {
            return Optional.empty();
        }
    }

    private static ImageCount.Folder counted(Path folder, int repeats, String captionExtension) throws IOException {
        Set<String> names = new HashSet<>();
        children(folder).forEach(child -> names.add(nameOf(child)));
        int images = 0;
        int captioned = 0;
        for (String name : names) {
            int dot = name.lastIndexOf('.');
            if (dot > 0 && IMAGES.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT))) {
                String stem = name.substring(0, dot);
                images++;
                captioned += Stream.of(captionExtension, ".txt", ".caption").anyMatch(end -> names.contains(stem + end))
                        ? 1
                        : 0;
            }
        }
        return new ImageCount.Folder(nameOf(folder), repeats, images, captioned);
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted().toList();
        }
    }

    private static String nameOf(Path path) {
        return Optional.ofNullable(path.getFileName()).map(Path::toString).orElse("");
    }
}
