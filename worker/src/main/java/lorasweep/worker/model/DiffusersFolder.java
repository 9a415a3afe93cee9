package lorasweep.worker.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import lorasweep.trial.InvalidInputException;

/**
 * Finds the weights in a diffusers folder. Of several files of one network the one without a variant
 * in its name is taken, then {@code fp16}, then the only other one.
 */
final class DiffusersFolder {
    static final String TEXT_STEM = "model";
    static final String DIFFUSERS_STEM = "diffusion_pytorch_model";

    private static final String EXTENSION = ".safetensors";

    private DiffusersFolder() {}

    /**
     * The weights of a network.
     *
     * @param folder the network's own folder, for example {@code unet}
     * @param stem the file's name without variant and extension, for example {@code model}
     * @throws InvalidInputException if there is none, only a pickle, or several variants to choose from
     */
    static Path weights(Path folder, String stem) {
        for (String name : List.of(stem + EXTENSION, stem + ".fp16" + EXTENSION)) {
            if (Files.isRegularFile(folder.resolve(name))) {
                return folder.resolve(name);
            }
        }
        List<Path> files = list(folder);
        List<Path> variants = files.stream()
                .filter(file -> name(file).startsWith(stem + ".") && name(file).endsWith(EXTENSION))
                .toList();
        if (variants.size() == 1) {
            return variants.get(0);
        }
        if (variants.size() > 1) {
            throw new InvalidInputException("%s: has the variants %s, expected one; rename the one to use to %s."
                    .formatted(
                            folder, variants.stream().map(DiffusersFolder::name).toList(), stem + EXTENSION));
        }
        throw files.stream()
                .filter(PickleFiles::isPickle)
                .findFirst()
                .map(PickleFiles::refusal)
                .orElseGet(() -> new InvalidInputException(
                        "%s: the weights are missing, expected %s or a variant of it; download them again."
                                .formatted(folder, stem + EXTENSION)));
    }

    /** The names under which a tensor of a network may be stored in a diffusers folder. */
    static List<String> spellings(Part part, String name) {
        return switch (part) {
            case UNET -> List.of(name);
            case TEXT_ENCODER -> List.of(name, name.replaceFirst("^text_model\\.", ""));
            case VAE -> List.of(name, olderVaeName(name));
        };
    }

    /** Before version 0.15 diffusers had other names in the VAE's attention; SD 1.5 was published with these. */
    private static String olderVaeName(String name) {
        return name.contains(".attentions.")
                ? name.replace(".to_q.", ".query.")
                        .replace(".to_k.", ".key.")
                        .replace(".to_v.", ".value.")
                        .replace(".to_out.0.", ".proj_attn.")
                : name;
    }

    private static List<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}
