package lorasweep.worker.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import lorasweep.trial.Unreadable;

/**
 * Finds the folders of a dataset in kohya's form: {@code <root>/<repeats>_<class tokens>/}, or pictures
 * directly in the root, which count as one folder of 1 repeat. Every layout in which sd-scripts would
 * pass over pictures in silence is a problem here.
 */
final class DatasetFolders {
    private final String setting;
    private final Path root;
    private final ImageRole role;
    private final Problems problems;

    private DatasetFolders(String setting, Path root, ImageRole role, Problems problems) {
        this.setting = setting;
        this.root = root;
        this.role = role;
        this.problems = problems;
    }

    /**
     * The folders below a root, by name.
     *
     * @param setting the setting that names the root
     * @param problems receives what is wrong
     */
    static List<ImageFolder> find(String setting, Path root, ImageRole role, Problems problems) {
        return new DatasetFolders(setting, root, role, problems).find();
    }

    private List<ImageFolder> find() {
        if (!Files.isDirectory(root)) {
            String found = Files.exists(root) ? "is a file" : "does not exist";
            problems.add(setting, "\"" + root + "\" " + found + ", expected a folder of images; correct the path");
            return List.of();
        }
        try {
            List<Path> subfolders = subfolders(root);
            int flat = imagesIn(root);
            Optional<Path> named =
                    subfolders.stream().filter(DatasetFolders::isNamed).findFirst();
            if (flat > 0 && named.isPresent()) {
                problems.add(
                        root.toString(),
                        flat + " images lie beside \"" + PrintableName.of(named.get())
                                + "\", expected either images or folders of images; move them into a folder");
            }
            List<ImageFolder> folders = subfolders.stream()
                    .flatMap(folder -> subfolder(folder).stream())
                    .toList();
            if (flat > 0 && named.isEmpty()) {
                refuseFolderOfFolders();
                return List.of(ImageFolder.flat(root, role));
            }
            if (folders.isEmpty() && problems.isEmpty()) {
                problems.add(
                        setting,
                        "no image in \"" + root
                                + "\", expected images or folders such as \"10_sks dog\"; correct the path");
            }
            return folders;
        } catch (IOException e) {
            unlisted(root.toString(), e);
            return List.of();
        }
    }

    /** The root itself has the name of a folder of images: the user went one level too deep. */
    private void refuseFolderOfFolders() {
        Path absolute = root.toAbsolutePath().normalize();
        if (isNamed(absolute)) {
            problems.add(
                    setting,
                    "\"" + root + "\" is itself a folder of the form <repeats>_<class tokens>, expected the one that "
                            + "holds it; give \"" + absolute.getParent() + "\"");
        }
    }

    private Optional<ImageFolder> subfolder(Path folder) {
        String name = folder.getFileName().toString();
        String place = PrintableName.escape(root.resolve(name).toString());
        Optional<String> unsafe = PrintableName.problem(name).or(() -> InsideRoot.problem(root, folder));
        if (unsafe.isPresent()) {
            problems.add(place, unsafe.get());
            return Optional.empty();
        } else if (!isNamed(folder)) {
            explainUnnamed(folder, place);
            return Optional.empty();
        }
        Optional<ImageFolder> found = ImageFolder.ofName(folder, role);
        if (found.isEmpty()) {
            problems.add(
                    place,
                    "\"" + name.substring(0, name.indexOf('_')) + "\" repeats, expected 1 to " + ImageFolder.MAX_REPEATS
                            + "; rename the folder or move it away");
        }
        return found;
    }

    private void explainUnnamed(Path folder, String place) {
        try {
            int images = imagesIn(folder);
            if (images > 0) {
                problems.add(
                        place,
                        images + " images in a folder without repeats, expected a name such as \"10_"
                                + PrintableName.of(folder) + "\"; rename the folder or move it away");
            } else if (subfolders(folder).stream().anyMatch(DatasetFolders::isNamed)) {
                problems.add(
                        setting,
                        "\"" + root + "\" lies one level above the folders of images, expected \"" + folder
                                + "\"; give that");
            }
        } catch (IOException e) {
            unlisted(place, e);
        }
    }

    private void unlisted(String place, IOException e) {
        problems.add(
                place,
                "cannot be listed (" + Unreadable.because(e) + "), expected a readable folder; check its rights");
    }

    private static boolean isNamed(Path folder) {
        return ImageFolder.isNamedWithRepeats(String.valueOf(folder.getFileName()));
    }

    private static int imagesIn(Path folder) throws IOException {
        return entries(folder, path -> FileKind.of(path) == FileKind.IMAGE && !Files.isDirectory(path))
                .size();
    }

    private static List<Path> subfolders(Path folder) throws IOException {
        return entries(folder, path -> Files.isDirectory(path) && FileKind.of(path) != FileKind.HIDDEN);
    }

    private static List<Path> entries(Path folder, Predicate<Path> wanted) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(wanted).sorted().toList();
        }
    }
}
