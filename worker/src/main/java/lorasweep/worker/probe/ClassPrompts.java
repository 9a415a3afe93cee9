package lorasweep.worker.probe;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import lorasweep.worker.data.Dataset;
import lorasweep.worker.data.FolderReport;
import lorasweep.worker.data.ImageFolder;
import lorasweep.worker.data.ImageRole;
import lorasweep.worker.data.TrainingImage;

/**
 * What a dataset teaches, in the shortest words, with the trigger and without.
 *
 * @param trigger calls the subject, for example {@code dcai-girl 1girl}
 * @param plain the class alone, for example {@code 1girl}; the empty prompt where nothing names a class
 */
public record ClassPrompts(String trigger, String plain) {
    /**
     * The prompts of a picture: of its own folder's class tokens, or else of the first folder that has
     * any. The first word is the trigger, the others name the class; where there are none, the
     * regularisation pictures' class tokens do. Without class tokens, the first tag that all captions
     * share is the trigger.
     *
     * @return empty if nothing tells the trigger
     */
    public static Optional<ClassPrompts> of(Dataset dataset, TrainingImage image) {
        List<ImageFolder> folders =
                dataset.folders().stream().map(FolderReport::folder).toList();
        Stream<ImageFolder> own = folders.stream()
                .filter(folder -> folder.path().equals(image.file().getParent()));
        Optional<String> plain = tokens(folders.stream(), ImageRole.REGULARISATION);
        return tokens(Stream.concat(own, folders.stream()), ImageRole.TRAINING)
                .map(tokens -> ofTokens(tokens, plain))
                .or(() -> sharedTag(dataset).map(tag -> new ClassPrompts(tag, plain.orElse(""))));
    }

    private static Optional<String> tokens(Stream<ImageFolder> folders, ImageRole role) {
        return folders.filter(folder -> folder.role() == role)
                .flatMap(folder -> folder.classTokens().stream())
                .findFirst();
    }

    private static ClassPrompts ofTokens(String tokens, Optional<String> ofRegularisation) {
        String[] words = tokens.split("[\\s,]+", 2);
        String plain = words.length > 1 ? words[1] : ofRegularisation.orElse("");
        return new ClassPrompts(tokens, plain);
    }

    private static Optional<String> sharedTag(Dataset dataset) {
        Set<String> firsts = new HashSet<>();
        dataset.training()
                .forEach(image -> firsts.add(image.caption().split(",", 2)[0].strip()));
        return firsts.size() == 1
                ? firsts.stream().filter(tag -> !tag.isEmpty()).findFirst()
                : Optional.empty();
    }
}
