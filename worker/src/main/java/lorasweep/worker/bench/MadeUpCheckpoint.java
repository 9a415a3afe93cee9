package lorasweep.worker.bench;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import lorasweep.worker.model.SingleFileLayout;
import lorasweep.worker.model.StableDiffusionConfig;
import lorasweep.worker.safetensors.Dtype;
import lorasweep.worker.safetensors.SafetensorsWriter;
import lorasweep.worker.safetensors.StoredFloats;
import lorasweep.worker.safetensors.StoredTensor;

/**
 * A single-file checkpoint with made-up weights: of the right names, shapes and size, and finite all
 * the way through. All its tensors are windows of two buffers, one of ones for the norms and one of
 * random numbers for the rest, so that making a file of any size takes the memory of its largest tensor.
 *
 * @param config the model's shape
 * @param dtype F32, F16 or BF16
 */
public record MadeUpCheckpoint(StableDiffusionConfig config, Dtype dtype) {
    private static final long SEED = 1;
    /** Windows begin at different places, so that tensors of one shape differ. */
    private static final int PLACES = 4096;

    /** Writes the file; one that is there is replaced. */
    public void write(Path file) {
        Map<String, List<Long>> shapes = SingleFileLayout.of(config);
        int largest = shapes.values().stream()
                .mapToInt(MadeUpCheckpoint::elements)
                .max()
                .orElseThrow();
        float[] values = new float[largest + PLACES];
        new MadeUpNumbers(SEED).fill(0, FloatBuffer.wrap(values));
        ByteBuffer numbers = stored(values);
        Arrays.fill(values, 0, PLACES, 1);
        ByteBuffer ones = stored(Arrays.copyOf(values, PLACES));
        List<StoredTensor> tensors = new ArrayList<>();
        shapes.forEach((name, shape) -> {
            ByteBuffer data = MadeUpNumbers.isNorm(name, shape)
                    ? window(ones, 0, shape)
                    : window(numbers, Math.floorMod(name.hashCode(), PLACES), shape);
            tensors.add(new StoredTensor(name, dtype, shape, data));
        });
        SafetensorsWriter.write(file, Map.of(), tensors);
    }

    private ByteBuffer stored(float[] values) {
        return StoredFloats.store("numbers", dtype, List.of((long) values.length), values)
                .data();
    }

    private ByteBuffer window(ByteBuffer values, int start, List<Long> shape) {
        return values.slice(start * dtype.sizeBytes(), elements(shape) * dtype.sizeBytes());
    }

    private static int elements(List<Long> shape) {
        return Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact));
    }
}
