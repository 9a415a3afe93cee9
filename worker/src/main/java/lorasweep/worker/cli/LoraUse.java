package lorasweep.worker.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lorasweep.setting.NearestName;
import lorasweep.trial.InvalidInputException;
import lorasweep.worker.prompt.LoraTag;
import org.jspecify.annotations.Nullable;

/**
 * A LoRA file that somebody asked for.
 *
 * @param file where it is
 * @param textEncoder multiplier of the text encoder's part
 * @param unet multiplier of the U-Net's part
 */
record LoraUse(Path file, double textEncoder, double unet) {
    private static final String EXTENSION = ".safetensors";

    /**
     * Reads {@code FILE}, {@code FILE:te} or {@code FILE:te:unet}.
     *
     * @throws InvalidInputException if a multiplier is no number
     */
    static LoraUse parse(String argument) {
        LoraTag tag = LoraTag.parse("--lora", argument);
        return new LoraUse(Path.of(tag.name()), tag.textEncoder(), tag.unet());
    }

    /**
     * Finds the file that a prompt's tag names, in a folder or the folders in it.
     *
     * @throws InvalidInputException if no folder is given, or none or several files have the name
     */
    static LoraUse find(LoraTag tag, @Nullable Path folder) {
        if (folder == null) {
            throw new InvalidInputException(
                    "prompt: \"%s\" names a LoRA, expected --lora-dir with the folder it is in; add it."
                            .formatted(tag));
        }
        List<Path> files = files(folder);
        List<Path> found =
                files.stream().filter(file -> stem(file).equals(tag.name())).toList();
        if (found.isEmpty()) {
            String suggestion = NearestName.of(
                            tag.name(), files.stream().map(LoraUse::stem).toList())
                    .map(name -> "did you mean \"" + name + "\"?")
                    .orElse("correct the name.");
            throw new InvalidInputException("prompt: \"%s\", expected the name of one of the %d LoRAs in %s; %s"
                    .formatted(tag, files.size(), folder, suggestion));
        }
        if (found.size() > 1) {
            throw new InvalidInputException(
                    "prompt: \"%s\" is the name of %s, expected one file; rename the others.".formatted(tag, found));
        }
        return new LoraUse(found.get(0), tag.textEncoder(), tag.unet());
    }

    private static List<Path> files(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new InvalidInputException(
                    "--lora-dir: found \"%s\", expected a folder; correct the path.".formatted(folder));
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(EXTENSION))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The file's name as a prompt's tag has it. */
    String name() {
        return stem(file);
    }

    /** The tag that would name this LoRA in a prompt. */
    LoraTag tag() {
        return new LoraTag(name(), textEncoder, unet);
    }

    /** A file's name without folder and extension. */
    static String stem(Path file) {
        String name = Optional.ofNullable(file.getFileName()).orElse(file).toString();
        return name.endsWith(EXTENSION) ? name.substring(0, name.length() - EXTENSION.length()) : name;
    }
}
