package lorasweep.worker.text;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import lorasweep.trial.InvalidInputException;
import lorasweep.worker.safetensors.SafetensorsFile;
import lorasweep.worker.safetensors.TensorEntry;
import lorasweep.worker.torch.Torch;

/**
 * A textual-inversion embedding: vectors that stand in a prompt where one of its names is written, in
 * place of the token embeddings there (Gal et al. 2022).
 */
public final class TextualInversion {
    /** The tensor's name in AUTOMATIC1111's and kohya's files, which is no name for prompts. */
    private static final String UNNAMED = "emb_params";

    private static final String EXTENSION = ".safetensors";

    private final List<String> names;
    private final List<float[]> vectors;

    private TextualInversion(List<String> names, List<float[]> vectors) {
        this.names = names;
        this.vectors = vectors;
    }

    /**
     * Reads a {@code .safetensors} file of one tensor, (n, width) or (width), of any float type:
     * AUTOMATIC1111's and kohya's ({@code emb_params}), or diffusers', whose tensor is named as the
     * prompt's word, for example {@code <cat-toy>}.
     *
     * @param width of the text encoder's embedding: 768 in Stable Diffusion 1.5
     * @throws InvalidInputException if the file is no safetensors file (pickles such as {@code .pt} and
     *     {@code .bin} are never opened), or is not of this form or width, or holds a value that is
     *     not finite
     */
    public static TextualInversion read(Path file, int width) {
        String fileName = String.valueOf(file.getFileName());
        if (!fileName.toLowerCase(Locale.ROOT).endsWith(EXTENSION)) {
            throw new InvalidInputException(
                    "%s: a file of another kind, expected %s; .pt and .bin files are pickles, which can run any program when they are opened: convert it first."
                            .formatted(file, EXTENSION));
        }
        try (SafetensorsFile stored = SafetensorsFile.open(file)) {
            TensorEntry tensor = tensor(stored);
            requireWidth(stored, tensor, width);
            Set<String> names = new LinkedHashSet<>();
            names.add(fileName.substring(0, fileName.length() - EXTENSION.length()));
            if (!tensor.name().equals(UNNAMED)) {
                names.add(tensor.name());
            }
            return new TextualInversion(List.copyOf(names), vectors(stored, tensor, width));
        }
    }

    private static TensorEntry tensor(SafetensorsFile file) {
        Set<String> names = file.tensors().keySet();
        if (names.contains("clip_g")) {
            throw new InvalidInputException(
                    "%s: an embedding for SDXL (clip_l and clip_g), expected one for Stable Diffusion 1.5; use another file."
                            .formatted(file.path()));
        }
        if (names.size() != 1) {
            throw new InvalidInputException("%s: %d tensors, expected one; this is no textual-inversion embedding."
                    .formatted(file.path(), names.size()));
        }
        return file.tensors().values().iterator().next();
    }

    private static void requireWidth(SafetensorsFile file, TensorEntry tensor, int width) {
        List<Long> shape = tensor.shape();
        boolean one = shape.equals(List.of((long) width));
        boolean several = shape.size() == 2 && shape.get(0) > 0 && shape.get(1) == width;
        if (!one && !several) {
            throw new InvalidInputException(
                    "%s: tensor \"%s\" has the shape %s, expected [n, %d], as wide as the text encoder; embeddings fit one family of base models only."
                            .formatted(file.path(), tensor.name(), shape, width));
        }
        if (tensor.elements() / width > TokenChunks.POSITIONS - 2) {
            throw new InvalidInputException("%s: %d vectors, expected at most 75, which is a whole prompt."
                    .formatted(file.path(), tensor.elements() / width));
        }
    }

    private static List<float[]> vectors(SafetensorsFile file, TensorEntry tensor, int width) {
        float[] values;
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            values = file.loadFloat32(tensor.name(), manager).toFloatArray();
        }
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new InvalidInputException(
                        "%s: the value %s, expected finite numbers; the embedding's training diverged: use another file."
                                .formatted(file.path(), value));
            }
        }
        return IntStream.range(0, values.length / width)
                .mapToObj(i -> java.util.Arrays.copyOfRange(values, i * width, (i + 1) * width))
                .toList();
    }

    /** How prompts may call it: the file's name without extension, then the tensor's if it has one of its own. */
    public List<String> names() {
        return names;
    }

    /** The vectors in their order, 1 to 75, all of the text encoder's width. Not to be changed. */
    public List<float[]> vectors() {
        return vectors;
    }
}
