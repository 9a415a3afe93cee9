package lorasweep.worker.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import lorasweep.random.Purpose;
import lorasweep.random.RandomStream;

/**
 * Noise made on the CPU from each image's own seed: an image depends neither on the device nor on the
 * images computed beside it.
 *
 * @param seeds one per image
 * @param channels latent channels C
 * @param height latent height h
 * @param width latent width w
 */
public record SeededNoise(List<Long> seeds, int channels, int height, int width) implements SamplerNoise {
    public SeededNoise {
        seeds = List.copyOf(seeds);
    }

    @Override
    public NDArray initial(NDManager owner) {
        return draw(owner, Purpose.SAMPLE_NOISE);
    }

    @Override
    public NDArray added(NDManager owner, int step, int draw) {
        return draw(owner, Purpose.SAMPLER_STEP, step, draw);
    }

    private NDArray draw(NDManager owner, Purpose purpose, long... coordinates) {
        int size = channels * height * width;
        float[] all = new float[seeds.size() * size];
        float[] image = new float[size];
        for (int i = 0; i < seeds.size(); i++) {
            RandomStream.of(seeds.get(i), purpose, coordinates).fillGaussian(image);
            System.arraycopy(image, 0, all, i * size, size);
        }
        return owner.create(all, new Shape(seeds.size(), channels, height, width));
    }
}
