package lorasweep.result;

import java.util.HashSet;
import java.util.List;

/**
 * The probes of a sweep: every image at every timestep with every noise. Two results are comparable
 * probe by probe exactly when their plans are equal.
 *
 * <p>Probes are numbered image by image, held-out images first, then timestep by timestep, then
 * noise by noise: {@code (image · timesteps + timestep) · noises + noise}.
 *
 * @param seed seed of the noises, which are addressed by (seed, image, timestep, noise)
 * @param heldOut content hashes of the held-out images, all different; may be empty
 * @param trainTwin content hashes of the measured training images, all different; may be empty
 * @param timesteps strictly rising, each in [0, 1000) and in exactly one band
 * @param noises noises per image and timestep, at least 1
 * @param bands in the order of their timesteps
 */
public record ProbePlan(
        long seed,
        List<String> heldOut,
        List<String> trainTwin,
        List<Integer> timesteps,
        int noises,
        List<Band> bands) {
    /** The most probes a plan may have; a file that claims more is not ours. */
    public static final int MAX_PROBES = 1 << 20;

    private static final int TIMESTEPS = 1000;

    /** Checks that the plan is complete and unambiguous. */
    public ProbePlan {
        heldOut = List.copyOf(heldOut);
        trainTwin = List.copyOf(trainTwin);
        timesteps = List.copyOf(timesteps);
        bands = List.copyOf(bands);
        requireDistinct(heldOut, "held-out images");
        requireDistinct(trainTwin, "training images");
        requireDistinct(bands.stream().map(Band::name).toList(), "bands");
        long probes = ((long) heldOut.size() + trainTwin.size()) * timesteps.size() * Math.max(noises, 0);
        if (probes < 1 || probes > MAX_PROBES) {
            throw new IllegalArgumentException("a plan of " + probes + " probes, expected 1 to " + MAX_PROBES);
        }
        int previous = -1;
        for (int timestep : timesteps) {
            if (timestep <= previous || timestep >= TIMESTEPS) {
                throw new IllegalArgumentException("timesteps " + timesteps + " do not rise within [0, 1000)");
            }
            if (bands.stream().filter(band -> band.holds(timestep)).count() != 1) {
                throw new IllegalArgumentException("timestep " + timestep + " is not in exactly one of " + bands);
            }
            previous = timestep;
        }
    }

    private static void requireDistinct(List<String> names, String what) {
        if (new HashSet<>(names).size() < names.size()) {
            throw new IllegalArgumentException(what + " occur twice in " + names);
        }
    }

    /** Images of one split. */
    public List<String> images(Split split) {
        return split == Split.HELD_OUT ? heldOut : trainTwin;
    }

    /** Number of probes of one split. */
    public int count(Split split) {
        return images(split).size() * timesteps.size() * noises;
    }

    /** Number of probes. */
    public int count() {
        return count(Split.HELD_OUT) + count(Split.TRAIN_TWIN);
    }

    /**
     * The number of a probe.
     *
     * @param image index into {@link #images}
     * @param timestep index into {@link #timesteps}
     * @param noise in [0, {@link #noises})
     */
    public int index(Split split, int image, int timestep, int noise) {
        int first = split == Split.HELD_OUT ? 0 : heldOut.size();
        return ((first + image) * timesteps.size() + timestep) * noises + noise;
    }

    /** Index into {@link #bands} of the timestep at an index. */
    public int band(int timestep) {
        for (int band = 0; band < bands.size(); band++) {
            if (bands.get(band).holds(timesteps.get(timestep))) {
                return band;
            }
        }
        throw new IllegalStateException("timestep " + timesteps.get(timestep) + " is in no band");
    }
}
