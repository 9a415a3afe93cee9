package lorasweep.worker.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One parametrised layer of a network: where it is, and what its tensors must look like.
 *
 * @param path diffusers' module path, for example {@code down_blocks.0.resnets.1.conv1}
 * @param kind what it computes
 * @param in input channels or features; for an embedding the number of entries
 * @param out output channels or features; for a norm the same as {@code in}
 * @param kernel side of a convolution's kernel, 1 for the others
 * @param stride of a convolution, 1 for the others
 * @param padding on each side of a convolution's input, 0 for the others
 * @param bias whether it has a bias
 */
public record Layer(String path, Kind kind, int in, int out, int kernel, int stride, int padding, boolean bias) {

    /** What a layer computes. */
    public enum Kind {
        /** A matrix product. */
        LINEAR,
        /** A 2-dimensional convolution. */
        CONV,
        /** A GroupNorm or LayerNorm with weight and bias. */
        NORM,
        /** A table of vectors. */
        EMBEDDING
    }

    static Layer linear(String path, int in, int out) {
        return new Layer(path, Kind.LINEAR, in, out, 1, 1, 0, true);
    }

    static Layer linearWithoutBias(String path, int in, int out) {
        return new Layer(path, Kind.LINEAR, in, out, 1, 1, 0, false);
    }

    static Layer conv1(String path, int in, int out) {
        return new Layer(path, Kind.CONV, in, out, 1, 1, 0, true);
    }

    static Layer conv3(String path, int in, int out) {
        return new Layer(path, Kind.CONV, in, out, 3, 1, 1, true);
    }

    static Layer downsampling(String path, int channels, int padding) {
        return new Layer(path, Kind.CONV, channels, channels, 3, 2, padding, true);
    }

    static Layer norm(String path, int channels) {
        return new Layer(path, Kind.NORM, channels, channels, 1, 1, 0, true);
    }

    static Layer embedding(String path, int entries, int width) {
        return new Layer(path, Kind.EMBEDDING, entries, width, 1, 1, 0, false);
    }

    /** The layer's tensors: name to shape, weight before bias. */
    public Map<String, List<Long>> tensors() {
        Map<String, List<Long>> tensors = new LinkedHashMap<>();
        long rows = out;
        long columns = in;
        tensors.put(
                path + ".weight",
                switch (kind) {
                    case LINEAR -> List.of(rows, columns);
                    case CONV -> List.of(rows, columns, (long) kernel, (long) kernel);
                    case NORM -> List.of(rows);
                    case EMBEDDING -> List.of(columns, rows);
                });
        if (bias) {
            tensors.put(path + ".bias", List.of(rows));
        }
        return tensors;
    }

    /** The tensors of all these layers, in order. */
    static Map<String, List<Long>> tensors(List<Layer> layers) {
        Map<String, List<Long>> tensors = new LinkedHashMap<>();
        layers.forEach(layer -> tensors.putAll(layer.tensors()));
        return tensors;
    }
}
