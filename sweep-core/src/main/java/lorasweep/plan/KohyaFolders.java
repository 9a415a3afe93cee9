package lorasweep.plan;

import java.io.IOException;
import java.io.UncheckedIOException;
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

    private KohyaFolders() {}

    /** Counts a dataset folder; empty if it cannot be listed. */
    static Optional<ImageCount> count(String folder, String captionExtension, FolderListing listing) {
        try {
            List<ImageCount.Folder> folders = new ArrayList<>();
            List<FolderListing.Entry> root = listing.entries(folder);
            for (FolderListing.Entry child : root) {
                Matcher name = REPEATS.matcher(child.name());
                if (name.matches() && child.isFolder()) {
                    folders.add(counted(
                            child.name(),
                            listing.entries(folder + "/" + child.name()),
                            Integer.parseInt(name.group(1)),
                            captionExtension));
                }
            }
            if (folders.isEmpty()) {
                folders.add(counted(folder.substring(1 + folder.lastIndexOf('/')), root, 1, captionExtension));
            }
            return Optional.of(new ImageCount(List.copyOf(folders)));
        } catch (IOException | UncheckedIOException unreadable) {
            return Optional.empty();
        }
    }

    private static ImageCount.Folder counted(
            String folder, List<FolderListing.Entry> children, int repeats, String captionExtension) {
        Set<String> names = new HashSet<>();
        children.forEach(child -> names.add(child.name()));
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
        return new ImageCount.Folder(folder, repeats, images, captioned);
    }
}
