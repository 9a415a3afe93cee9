package lorasweep.worker.gallery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lorasweep.trial.InvalidInputException;
import lorasweep.trial.SampleSettings;
import lorasweep.worker.data.Dataset;
import lorasweep.worker.data.TrainingImage;
import lorasweep.worker.probe.ClassPrompts;
import lorasweep.worker.prompt.Prompt;

/** The prompts of a sweep's sample pictures. */
final class Prompts {
    private static final String NEW_SCENE = "sitting on a bench, park, autumn";
    private static final String OTHER_SCENE = "city street, night";

    private Prompts() {}

    /**
     * The prompts given; or where none is, what people look at to judge a LoRA: a caption it was
     * trained on, its trigger in a scene that is new to it, and a prompt without the trigger, where
     * nothing of it should be seen.
     *
     * @throws InvalidInputException if a prompt names LoRAs: which one is drawn with is not its business
     */
    static List<String> of(SampleSettings settings, Dataset dataset) {
        List<String> problems = new ArrayList<>();
        List<String> texts = Stream.concat(settings.prompts().stream(), settings.negative().stream())
                .toList();
        for (String text : texts) {
            Prompt.parse(text)
                    .loras()
                    .forEach(tag -> problems.add("samples: found the tag " + tag + " in \"" + text
                            + "\", expected none: the trial's LoRA is added under the weights given; remove it."));
        }
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        return settings.prompts().isEmpty() ? suggested(dataset) : settings.prompts();
    }

    private static List<String> suggested(Dataset dataset) {
        TrainingImage first = dataset.training().get(0);
        Optional<ClassPrompts> prompts = ClassPrompts.of(dataset, first);
        return List.of(
                first.caption(),
                joined(prompts.map(ClassPrompts::trigger).orElse(first.caption()), NEW_SCENE),
                joined(prompts.map(ClassPrompts::plain).orElse(""), OTHER_SCENE));
    }

    private static String joined(String... parts) {
        return Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining(", "));
    }
}
