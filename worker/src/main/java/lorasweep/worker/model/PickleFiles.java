package lorasweep.worker.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import lorasweep.trial.InvalidInputException;

/** Recognises files in Python's pickle format by their names; such files are never opened. */
final class PickleFiles {
    private static final List<String> EXTENSIONS = List.of(".ckpt", ".pt", ".pth", ".bin", ".pkl");

    private PickleFiles() {}

    static boolean isPickle(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return EXTENSIONS.stream().anyMatch(name::endsWith);
    }

    /**
     * The same file.
     *
     * @throws InvalidInputException if it is a pickle
     */
    static Path requireNone(Path file) {
        if (isPickle(file)) {
            throw refusal(file);
        }
        return file;
    }

    /** Refuses such a file, saying why and how to convert it. */
    static InvalidInputException refusal(Path file) {
        return new InvalidInputException(file
                + ": is a Python pickle, expected .safetensors; opening a pickle can run any code that is in it, so it is"
                + " never opened. Convert it once: in AUTOMATIC1111 tab Checkpoint Merger, this model as A, interpolation"
                + " \"No interpolation\", format safetensors; in ComfyUI a Load Checkpoint node wired to Save Checkpoint;"
                + " or take the .safetensors file that most authors publish beside it.");
    }
}
