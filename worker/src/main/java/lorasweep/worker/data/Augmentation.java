package lorasweep.worker.data;

import java.util.EnumSet;
import java.util.Set;
import lorasweep.random.Purpose;
import lorasweep.random.RandomStream;
import lorasweep.trial.TrialSpec;

/**
 * How one trial varies the samples it meets; every number is drawn under the trial's seed, the epoch
 * and the sample, so neither order nor interruption changes it.
 *
 * @param seed the trial's
 * @param captions what becomes of captions
 * @param flips whether pictures are mirrored every other time ({@code flip_aug})
 */
public record Augmentation(long seed, CaptionRules captions, boolean flips) {
    private static final double HALF = 0.5;

    /** The variations a trial asks for. */
    public static Augmentation of(TrialSpec spec) {
        return new Augmentation(
                spec.seed(), new CaptionRules(spec.captions()), spec.dataset().flipAug());
    }

    /**
     * The text a sample is trained with.
     *
     * @param epoch from 1
     */
    public String caption(Sample sample, int epoch) {
        return captions.drawn(sample.image().caption(), epoch, stream(Purpose.CAPTION, sample, epoch));
    }

    /**
     * Whether the sample's picture is mirrored.
     *
     * @param epoch from 1
     */
    public Flip flip(Sample sample, int epoch) {
        boolean isMirrored = flips && stream(Purpose.FLIP, sample, epoch).nextDouble() < HALF;
        return isMirrored ? Flip.HORIZONTAL : Flip.NONE;
    }

    /** The ways in which the trial may see a picture. */
    public Set<Flip> possibleFlips() {
        return flips ? EnumSet.allOf(Flip.class) : EnumSet.of(Flip.NONE);
    }

    private RandomStream stream(Purpose purpose, Sample sample, int epoch) {
        return RandomStream.of(seed, purpose, epoch, sample.image().content().key(), sample.use());
    }
}
