package lorasweep.worker.demobase;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import lorasweep.worker.vae.AutoencoderKl;

/**
 * What the autoencoder makes of a picture.
 *
 * @param mean of its latents, unscaled; channel, row, column
 * @param deviation of each
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
record LatentMoments(float[] mean, float[] deviation) {
    /** Latent channels. */
    static final int CHANNELS = 4;

    /** Encodes pictures one by one. */
    static List<LatentMoments> of(AutoencoderKl vae, NDManager owner, List<float[]> pictures) {
        List<LatentMoments> all = new ArrayList<>();
        for (float[] picture : pictures) {
            try (NDManager scratch = owner.newSubManager()) {
                NDArray image = scratch.create(picture, new Shape(1, 3, DemoArchitecture.SIDE, DemoArchitecture.SIDE));
                float[] moments = vae.encode(scratch, image).toFloatArray();
                int half = moments.length / 2;
                float[] mean = new float[half];
                float[] deviation = new float[half];
                for (int i = 0; i < half; i++) {
                    mean[i] = moments[i];
                    deviation[i] = (float) Math.exp(moments[half + i] / 2);
                }
                all.add(new LatentMoments(mean, deviation));
            }
        }
        return all;
    }
}
