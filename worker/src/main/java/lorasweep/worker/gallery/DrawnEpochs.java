package lorasweep.worker.gallery;

import lorasweep.trial.SampleEpochs;
import lorasweep.trial.TrialSpec;

/** Which epochs pictures are drawn of. */
final class DrawnEpochs {
    /** As many epochs stand for a window that nobody knows before the trial has ended. */
    static final int WINDOW = 5;

    private DrawnEpochs() {}

    /**
     * Whether pictures are drawn of an epoch. Where the usable epochs are wanted, which are known only
     * in the end, pictures are drawn of {@value #WINDOW} epochs evenly spread over the trial, the last
     * one among them.
     *
     * @param epoch from 1
     * @param epochs that the trial has
     * @param isLast whether the trial ends here
     */
    static boolean includes(SampleEpochs wanted, TrialSpec spec, int epoch, int epochs, boolean isLast) {
        return switch (wanted.kind()) {
            case LAST -> isLast;
            case LISTED -> wanted.epochs().contains(epoch);
            case ALL -> isLast || isSaved(spec, epoch);
            case WINDOW -> isLast || share(epoch, epochs) > share(epoch - 1, epochs);
        };
    }

    private static boolean isSaved(TrialSpec spec, int epoch) {
        int every = spec.save().saveEveryNEpochs();
        return every > 0 && epoch % every == 0;
    }

    private static int share(int epoch, int epochs) {
        return epochs <= WINDOW ? epoch : (int) ((long) epoch * WINDOW / epochs);
    }
}
