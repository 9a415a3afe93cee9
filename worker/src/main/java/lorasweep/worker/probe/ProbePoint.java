package lorasweep.worker.probe;

import lorasweep.random.Purpose;
import lorasweep.random.RandomStream;
import lorasweep.worker.store.ContentHash;

/**
 * How noisy a picture is made.
 *
 * @param timestep diffusion timestep
 * @param noise which of the fixed noises, from 0
 */
record ProbePoint(int timestep, int noise) {
    /**
     * The noise of one picture, unit Gaussian: addressed by (seed, picture, timestep, number) and nothing
     * else, so that it stays what it is whatever else is probed.
     */
    float[] noiseOf(ContentHash image, long seed, int values) {
        float[] drawn = new float[values];
        RandomStream.of(seed, Purpose.PROBE_NOISE, image.key(), timestep, noise).fillGaussian(drawn);
        return drawn;
    }
}
