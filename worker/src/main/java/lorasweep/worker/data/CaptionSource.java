package lorasweep.worker.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Finds the caption of each image of a folder: its own file, with the ending {@code caption_extension}
 * or else {@code .txt} or {@code .caption}; failing that, the folder's class tokens.
 *
 * @param captions by image file
 * @param files the caption files that were used, by image file
 * @param without names of the images without a file of their own
 * @param longer how many files have lines beyond the first, which are not used
 */
record CaptionSource(Map<Path, String> captions, Map<Path, Path> files, List<String> without, int longer) {
    private static final int NAMED = 5;

    /** The endings that are looked for, in this order. */
    static List<String> endings(String captionExtension) {
        return Stream.of(captionExtension, ".txt", ".caption").distinct().toList();
    }

    static CaptionSource of(FolderListing listing, List<String> endings, Problems problems) {
        ImageFolder folder = listing.folder();
        Map<Path, String> captions = new HashMap<>();
        Map<Path, Path> files = new HashMap<>();
        List<String> without = new ArrayList<>();
        int longer = 0;
        for (Path image : listing.images()) {
            List<Path> candidates = listing.captionsOf(image, endings);
            List<CaptionFile> read = new ArrayList<>();
            for (Path file : candidates) {
                CaptionFile.read(file, folder.placeOf(file), problems).ifPresent(read::add);
            }
            if (candidates.isEmpty()) {
                without.add(folder.nameOf(image));
                captions.put(image, folder.classTokens().orElse(""));
            } else if (read.size() == candidates.size()) {
                refuseContradiction(folder, candidates, read, problems);
                captions.put(image, read.get(0).text());
                files.put(image, candidates.get(0));
                longer += read.get(0).furtherLines() > 0 ? 1 : 0;
            }
        }
        if (!without.isEmpty() && folder.classTokens().isEmpty()) {
            problems.add(
                    folder.path().toString(),
                    without.size() + " of " + listing.images().size() + " images have no caption ("
                            + some(without) + ") and the folder's name gives no class tokens, expected files ending in "
                            + String.join(" or ", endings) + "; write them, or name the folder such as \"10_sks dog\"");
        }
        return new CaptionSource(captions, files, without, longer);
    }

    private static void refuseContradiction(
            ImageFolder folder, List<Path> files, List<CaptionFile> read, Problems problems) {
        for (int i = 1; i < read.size(); i++) {
            if (!read.get(i).text().equals(read.get(0).text())) {
                problems.add(
                        folder.placeOf(files.get(i)),
                        "differs from \"" + PrintableName.of(files.get(0))
                                + "\", expected one caption; remove one of the files");
            }
        }
    }

    /** The first few of many names. */
    static String some(List<String> names) {
        String first = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
        return names.size() > NAMED ? first + ", …" : first;
    }
}
