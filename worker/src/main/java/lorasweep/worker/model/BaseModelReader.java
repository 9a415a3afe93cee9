package lorasweep.worker.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import lorasweep.trial.InvalidInputException;
import lorasweep.worker.safetensors.SafetensorsFile;

/** Opens the files of one base model and finds its tensors in them. */
final class BaseModelReader {
    private final ModelFiles files;
    private final List<SafetensorsFile> opened = new ArrayList<>();
    private final TensorMatch match = new TensorMatch();
    private final Map<Part, StoredPart> parts = new EnumMap<>(Part.class);

    BaseModelReader(ModelFiles files) {
        this.files = files;
    }

    BaseModel read() {
        boolean done = false;
        try {
            StableDiffusionConfig config = Files.isDirectory(files.base()) ? folder() : singleFile();
            match.finish();
            done = true;
            return new BaseModel(files, config, parts);
        } finally {
            if (!done) {
                opened.forEach(SafetensorsFile::close);
            }
        }
    }

    private StableDiffusionConfig folder() {
        Path base = files.base();
        StableDiffusionConfig config = DiffusersConfig.read(base);
        SafetensorsFile text = open(DiffusersFolder.weights(base.resolve("text_encoder"), DiffusersFolder.TEXT_STEM));
        SafetensorsFile unet = open(DiffusersFolder.weights(base.resolve("unet"), DiffusersFolder.DIFFUSERS_STEM));
        VaeFile vae = separateVae(files.vae().orElse(base));
        findWhole(Part.TEXT_ENCODER, ClipTextLayers.of(config.text()), text);
        findWhole(Part.UNET, UNetLayers.of(config.unet()), unet);
        parts.put(Part.VAE, vae.find(match));
        return sound(config.withVae(vae.config()));
    }

    private StableDiffusionConfig singleFile() {
        SafetensorsFile file = open(PickleFiles.requireNone(files.base()));
        SingleFile single = SingleFile.of(file);
        StableDiffusionConfig described =
                files.configuration().map(DiffusersConfig::read).orElseGet(single::config);
        Optional<VaeFile> separate = files.vae().map(this::separateVae);
        if (separate.isEmpty() && !single.hasVae()) {
            throw new InvalidInputException(
                    files.base()
                            + ": holds no VAE (\"first_stage_model.*\"), expected a whole checkpoint; give a separate VAE file.");
        }
        StableDiffusionConfig config = sound(described
                .withScheduler(single.scheduler(described.scheduler()))
                .withVae(separate.map(VaeFile::config).orElse(described.vae())));
        Set<String> used = new HashSet<>();
        find(config, Part.TEXT_ENCODER, ClipTextLayers.of(config.text()), file, used);
        find(config, Part.UNET, UNetLayers.of(config.unet()), file, used);
        if (separate.isPresent()) {
            parts.put(Part.VAE, separate.get().find(match));
            match.leftOver(file, without(LdmNames.VAE_PREFIX, file.tensors().keySet()), used);
        } else {
            find(config, Part.VAE, VaeLayers.of(config.vae()), file, used);
            match.leftOver(file, file.tensors().keySet(), used);
        }
        return config;
    }

    private VaeFile separateVae(Path fileOrFolder) {
        Optional<VaeConfig> described =
                files.configuration().map(DiffusersConfig::read).map(StableDiffusionConfig::vae);
        return VaeFile.of(fileOrFolder, open(VaeFile.weights(fileOrFolder)), described);
    }

    private StableDiffusionConfig sound(StableDiffusionConfig config) {
        try {
            ConfigChecks.requireSound(files.base(), config);
            return config;
        } catch (InvalidInputException e) {
            if (Files.isDirectory(files.base()) || files.configuration().isPresent()) {
                throw e;
            }
            List<String> problems = new ArrayList<>(e.problems());
            problems.add(files.base()
                    + ": the shapes of a single file do not tell heads and norm groups, expected those of Stable"
                    + " Diffusion 1.5; give the diffusers folder with its configuration too.");
            throw new InvalidInputException(problems);
        }
    }

    private void findWhole(Part part, List<Layer> layers, SafetensorsFile file) {
        Set<String> used = new HashSet<>();
        find(part, layers, file, name -> DiffusersFolder.spellings(part, name), used);
        match.leftOver(file, file.tensors().keySet(), used);
    }

    private void find(
            StableDiffusionConfig config, Part part, List<Layer> layers, SafetensorsFile file, Set<String> used) {
        find(part, layers, file, name -> SingleFile.spellings(config, part, name), used);
    }

    private void find(
            Part part,
            List<Layer> layers,
            SafetensorsFile file,
            Function<String, List<String>> spellings,
            Set<String> used) {
        parts.put(part, match.find(part, layers, file, spellings, used));
    }

    private SafetensorsFile open(Path path) {
        SafetensorsFile file = SafetensorsFile.open(path);
        opened.add(file);
        return file;
    }

    private static List<String> without(String prefix, Collection<String> names) {
        return names.stream().filter(name -> !name.startsWith(prefix)).toList();
    }
}
