package lorasweep.worker.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import lorasweep.trial.InvalidInputException;
import lorasweep.worker.safetensors.SafetensorsFile;

/**
 * A file that holds an autoencoder: alone or within a checkpoint, under diffusers' or LDM's names.
 *
 * @param config its shape
 * @param file holds it
 * @param naming how its tensors are called
 */
record VaeFile(VaeConfig config, SafetensorsFile file, Naming naming) {

    /** How a file calls an autoencoder's tensors. */
    enum Naming {
        /** As diffusers does. */
        DIFFUSERS,
        /** As latent-diffusion does, in a file of its own. */
        LDM,
        /** As latent-diffusion does, within a checkpoint. */
        LDM_CHECKPOINT;

        private String prefix() {
            return this == LDM_CHECKPOINT ? LdmNames.VAE_PREFIX : "";
        }
    }

    /** Where the weights of a separate autoencoder are: the file itself, or the one in a diffusers folder. */
    static Path weights(Path fileOrFolder) {
        return Files.isDirectory(fileOrFolder)
                ? DiffusersFolder.weights(configured(fileOrFolder), DiffusersFolder.DIFFUSERS_STEM)
                : PickleFiles.requireNone(fileOrFolder);
    }

    /**
     * Looks at a separate autoencoder.
     *
     * @param fileOrFolder as the user named it
     * @param file the opened weights of it
     * @param described its shape where the user said it; shapes do not tell the norm groups
     * @throws InvalidInputException if it is none
     */
    static VaeFile of(Path fileOrFolder, SafetensorsFile file, Optional<VaeConfig> described) {
        if (Files.isDirectory(fileOrFolder)) {
            return new VaeFile(DiffusersConfig.readVae(configured(fileOrFolder)), file, Naming.DIFFUSERS);
        }
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        file.tensors().values().forEach(entry -> shapes.put(entry.name(), entry.shape()));
        Naming naming = naming(shapes.keySet())
                .orElseThrow(
                        () -> new InvalidInputException(
                                file.path()
                                        + ": holds no autoencoder (\"encoder.conv_in.weight\"), expected a VAE of Stable Diffusion 1.x."));
        VaeConfig config = described.orElseGet(() -> LdmConfig.vae(shapes, naming.prefix()));
        ConfigChecks.requireSound(file.path(), config);
        return new VaeFile(config, file, naming);
    }

    private static Optional<Naming> naming(Set<String> names) {
        if (names.contains(LdmNames.VAE_PREFIX + "encoder.conv_in.weight")) {
            return Optional.of(Naming.LDM_CHECKPOINT);
        } else if (!names.contains("encoder.conv_in.weight")) {
            return Optional.empty();
        }
        boolean diffusers = names.stream().anyMatch(name -> name.startsWith("encoder.down_blocks."));
        return Optional.of(diffusers ? Naming.DIFFUSERS : Naming.LDM);
    }

    /** Finds all its tensors. */
    StoredPart find(TensorMatch match) {
        Set<String> used = new TreeSet<>();
        StoredPart part = match.find(Part.VAE, VaeLayers.of(config), file, this::spellings, used);
        match.leftOver(
                file,
                file.tensors().keySet().stream()
                        .filter(name -> name.startsWith(naming.prefix()))
                        .collect(Collectors.toSet()),
                used);
        return part;
    }

    private List<String> spellings(String name) {
        return naming == Naming.DIFFUSERS
                ? DiffusersFolder.spellings(Part.VAE, name)
                : List.of(naming.prefix() + LdmNames.vae(config, name));
    }

    /** The folder that holds the configuration: of the autoencoder alone, or of a whole model. */
    private static Path configured(Path folder) {
        Path inner = folder.resolve("vae");
        return Files.isDirectory(inner) ? inner : folder;
    }
}
