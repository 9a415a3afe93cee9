package lorasweep.worker.model;

import ai.djl.ndarray.NDManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lorasweep.trial.InvalidInputException;
import lorasweep.worker.safetensors.SafetensorsFile;
import lorasweep.worker.safetensors.TensorEntry;
import lorasweep.worker.torch.Kernels;

/**
 * A Stable Diffusion 1.x model on disk: its configuration, and its networks' tensors, each network
 * loaded on its own when it is first needed. Opening checks every name and shape, but reads no weight
 * and starts no engine.
 */
public final class BaseModel implements AutoCloseable {
    private final ModelFiles files;
    private final StableDiffusionConfig config;
    private final Map<Part, StoredPart> parts;

    BaseModel(ModelFiles files, StableDiffusionConfig config, Map<Part, StoredPart> parts) {
        this.files = files;
        this.config = config;
        this.parts = Map.copyOf(parts);
    }

    /**
     * Opens a diffusers folder or a single-file checkpoint.
     *
     * @throws InvalidInputException if it is not there, cannot be read, is a pickle or another kind of
     *     model, or its configuration or tensors are not those of Stable Diffusion 1.x; lists
     *     everything that is missing, misshapen or left over
     */
    public static BaseModel open(ModelFiles files) {
        return new BaseModelReader(files).read();
    }

    /** What was opened. */
    public ModelFiles files() {
        return files;
    }

    /** The configuration of all networks. */
    public StableDiffusionConfig config() {
        return config;
    }

    /** The tokenizer's folder that a diffusers folder brings; single-file checkpoints bring none. */
    public Optional<Path> tokenizer() {
        return Optional.of(files.base().resolve("tokenizer")).filter(Files::isDirectory);
    }

    /** The file that holds a network. */
    public Path file(Part part) {
        return part(part).file().path();
    }

    /** A network's tensors as they are stored, in the order in which its modules are registered. */
    public List<TensorEntry> stored(Part part) {
        return part(part).tensors().values().stream()
                .map(StoredPart.Stored::entry)
                .toList();
    }

    /**
     * The tensors of a network, each loaded when it is asked for: mapped without a copy where the file
     * has the precision already, else converted. The VAE is always FP32.
     *
     * @param precision of the text encoder or U-Net
     * @param owner gets the arrays and must outlive the network
     */
    public Weights weights(Part part, Precision precision, NDManager owner, Kernels kernels) {
        return new StoredWeights(part(part), part == Part.VAE ? Precision.FP32 : precision, owner, kernels);
    }

    private StoredPart part(Part part) {
        StoredPart stored = parts.get(part);
        if (stored == null) {
            throw new IllegalStateException("a base model has every part, this one lacks " + part);
        }
        return stored;
    }

    /** Closes the files; tensors loaded already stay valid. */
    @Override
    public void close() {
        parts.values().stream().map(StoredPart::file).distinct().forEach(SafetensorsFile::close);
    }
}
