package lorasweep.result;

/**
 * One loss with everything that addresses it: the long form of a {@link ProbeTable}, for exports.
 *
 * @param epoch epochs completed
 * @param step optimizer updates made
 * @param image content hash
 * @param timestep diffusion timestep
 * @param band name of the timestep's band
 * @param noise which noise, from 0
 * @param loss mean squared error of the prediction, unweighted
 * @param baseLoss the same without a LoRA
 */
public record ProbeMeasurement(
        int epoch,
        long step,
        Split split,
        String image,
        int timestep,
        String band,
        int noise,
        float loss,
        float baseLoss) {}
