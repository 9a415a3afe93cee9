package lorasweep.worker.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lorasweep.trial.InvalidInputException;

/**
 * A prompt with its LoRA tags taken out.
 *
 * @param text what the text encoder reads, emphasis included
 * @param loras the tags in the order written; the same LoRA twice counts twice
 */
public record Prompt(String text, List<LoraTag> loras) {
    private static final Pattern TAG = Pattern.compile("<(\\w+):([^>]+)>");

    public Prompt {
        loras = List.copyOf(loras);
    }

    /**
     * Reads a prompt. Everything of the form {@code <word:...>} is a tag; other angle brackets are text.
     *
     * @throws InvalidInputException with every tag that is malformed or of another kind than {@code lora}
     */
    public static Prompt parse(String prompt) {
        List<LoraTag> loras = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        Matcher tag = TAG.matcher(prompt);
        StringBuilder text = new StringBuilder();
        while (tag.find()) {
            tag.appendReplacement(text, "");
            if (tag.group(1).equals("lora")) {
                try {
                    loras.add(LoraTag.parse("prompt", tag.group(2)));
                } catch (InvalidInputException e) {
                    problems.addAll(e.problems());
                }
            } else {
                problems.add("prompt: found \"%s\", expected tags of the kind <lora:...> only; remove it."
                        .formatted(tag.group()));
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        return new Prompt(tag.appendTail(text).toString(), loras);
    }
}
