package lorasweep.worker.data;

import java.util.List;
import java.util.Map;

/**
 * What was found in one folder of images.
 *
 * @param folder the folder
 * @param images how many images
 * @param withoutCaption names of the images that fall back to the class tokens
 * @param captionsWithoutImage names of caption files that no image belongs to
 * @param longerCaptions how many caption files have lines beyond the first, which are not used
 * @param examples up to three captions
 * @param otherFiles how many files of other endings
 */
public record FolderReport(
        ImageFolder folder,
        int images,
        List<String> withoutCaption,
        List<String> captionsWithoutImage,
        int longerCaptions,
        List<String> examples,
        Map<String, Integer> otherFiles) {}
