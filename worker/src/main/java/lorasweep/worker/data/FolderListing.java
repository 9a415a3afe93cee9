package lorasweep.worker.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import lorasweep.trial.Unreadable;

/**
 * The files of one folder of images.
 *
 * @param folder the folder
 * @param images the images, by name
 * @param captions the caption files by their name, the ending in lower case
 * @param others how many files of each other ending there are
 */
record FolderListing(ImageFolder folder, List<Path> images, Map<String, Path> captions, Map<String, Integer> others) {

    /**
     * Lists a folder.
     *
     * @param root the dataset's root, which no link may leave
     * @param captionEndings the endings of caption files
     */
    static FolderListing read(ImageFolder folder, Path root, Set<String> captionEndings, Problems problems) {
        FolderListing listing = new FolderListing(folder, new ArrayList<>(), new TreeMap<>(), new TreeMap<>());
        int before = problems.count();
        try (Stream<Path> entries = Files.list(folder.path())) {
            for (Path entry : entries.sorted().toList()) {
                listing.take(entry, root, captionEndings, problems);
            }
        } catch (IOException e) {
            problems.add(
                    folder.path().toString(),
                    "cannot be listed (" + Unreadable.because(e) + "), expected a readable folder; check its rights");
            return listing;
        }
        listing.refuseSharedStems(problems);
        if (listing.images.isEmpty() && problems.count() == before) {
            problems.add(
                    folder.path().toString(),
                    "no image in this folder, expected at least one; add images or move the folder away");
        }
        return listing;
    }

    private void take(Path entry, Path root, Set<String> captionEndings, Problems problems) {
        String name = entry.getFileName().toString();
        FileKind kind = FileKind.of(entry);
        boolean isCaption = captionEndings.contains(FileKind.ending(name));
        if (kind == FileKind.HIDDEN) {
            return;
        } else if (kind == FileKind.FOREIGN_IMAGE) {
            problems.add(
                    folder.placeOf(entry),
                    "a \"" + FileKind.ending(name)
                            + "\" file, expected png, jpeg, webp or bmp; convert it or move it away");
            return;
        } else if (Files.isDirectory(entry)) {
            refuseDeeperImages(entry, problems);
            return;
        } else if (kind == FileKind.OTHER && !isCaption) {
            others.merge(FileKind.ending(name), 1, Integer::sum);
            return;
        }
        Optional<String> unsafe = PrintableName.problem(name).or(() -> InsideRoot.problem(root, entry));
        if (unsafe.isEmpty() && !Files.isRegularFile(entry)) {
            unsafe = Optional.of("neither a file nor a folder, expected a file; remove it");
        }
        if (unsafe.isPresent()) {
            problems.add(folder.placeOf(entry), unsafe.get());
        } else if (isCaption) {
            takeCaption(entry, problems);
        } else {
            images.add(entry);
        }
    }

    /** Endings count in lower case, as those of images do. */
    private void takeCaption(Path caption, Problems problems) {
        String name = caption.getFileName().toString();
        Path other = captions.putIfAbsent(FileKind.stem(name) + FileKind.ending(name), caption);
        if (other != null) {
            problems.add(
                    folder.placeOf(caption),
                    "stands beside \"" + PrintableName.of(other) + "\", expected one caption; remove one");
        }
    }

    private void refuseDeeperImages(Path deeper, Problems problems) {
        if (folder.name().isEmpty()) {
            return; // the folders of a flat root are judged with the root
        }
        try (Stream<Path> entries = Files.list(deeper)) {
            long images =
                    entries.filter(path -> FileKind.of(path) == FileKind.IMAGE).count();
            if (images > 0) {
                problems.add(
                        folder.placeOf(deeper),
                        images + " images one folder too deep, expected them in \"" + folder.name()
                                + "\"; move them up");
            }
        } catch (IOException e) {
            problems.add(
                    folder.placeOf(deeper),
                    "cannot be listed (" + Unreadable.because(e) + "), expected a readable folder; check its rights");
        }
    }

    private void refuseSharedStems(Problems problems) {
        Map<String, Path> byStem = new HashMap<>();
        for (Path image : images) {
            Path first = byStem.putIfAbsent(FileKind.stem(image.getFileName().toString()), image);
            if (first != null) {
                problems.add(
                        folder.placeOf(image),
                        "shares its stem with \"" + PrintableName.of(first)
                                + "\", expected one image for each caption; rename or remove one");
            }
        }
    }

    /** The caption files of an image, in the order of the endings. */
    List<Path> captionsOf(Path image, List<String> endings) {
        String stem = FileKind.stem(image.getFileName().toString());
        return endings.stream()
                .map(ending -> captions.get(stem + ending))
                .flatMap(Stream::ofNullable)
                .toList();
    }

    /** Names of caption files that no image belongs to. */
    List<String> captionsWithoutImage() {
        Set<String> stems = new HashSet<>();
        images.forEach(image -> stems.add(FileKind.stem(image.getFileName().toString())));
        return captions.entrySet().stream()
                .filter(caption -> !stems.contains(FileKind.stem(caption.getKey())))
                .map(caption -> folder.nameOf(caption.getValue()))
                .toList();
    }
}
