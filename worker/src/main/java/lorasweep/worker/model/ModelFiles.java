package lorasweep.worker.model;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a user names as the base model.
 *
 * @param base a diffusers folder, or a single-file checkpoint in safetensors
 * @param vae an autoencoder to use instead of the base's own: a safetensors file or a diffusers folder
 * @param configuration a diffusers folder whose configuration files describe a single-file checkpoint;
 *     needed only where its shapes do not tell (heads, norm groups) and it is not built like SD 1.5
 */
public record ModelFiles(Path base, Optional<Path> vae, Optional<Path> configuration) {

    /** A base model that needs nothing else. */
    public static ModelFiles of(Path base) {
        return new ModelFiles(base, Optional.empty(), Optional.empty());
    }

    /** The same with another autoencoder. */
    public ModelFiles withVae(Path file) {
        return new ModelFiles(base, Optional.of(file), configuration);
    }

    /** The same with the folder that describes a single-file checkpoint. */
    public ModelFiles withConfiguration(Path folder) {
        return new ModelFiles(base, vae, Optional.of(folder));
    }
}
