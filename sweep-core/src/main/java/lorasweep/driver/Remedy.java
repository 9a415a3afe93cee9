package lorasweep.driver;

import lorasweep.result.TrialOutcome.FailureKind;

/**
 * What becomes of the trials of a pack that could not go on. Failures of single trials (a loss that is no
 * number, a picture that cannot be read) are outcomes and never come here.
 */
enum Remedy {
    /** The pack is given out again. */
    AGAIN,
    /** Its trials are given out in packs of half the size, so that none suffers for another. */
    SPLIT,
    /** Its one trial has failed. */
    GIVE_UP;

    private static final int MOST_LOSSES = 3;

    /**
     * The remedy.
     *
     * <ul>
     *   <li>Out of memory: split.
     *   <li>The executor was lost: again, three times; then split, because too large a pack may be what kills it.
     *   <li>It took too long: split; each half goes on from its last state, and is quicker.
     *   <li>Settings that cannot be trained, and our bugs: split, since one trial's may keep all from being
     *       trained.
     * </ul>
     *
     * A trial alone has failed where a pack would be split.
     *
     * @param trials how many trials of the pack have no outcome
     * @param losses how many executors the pack has lost in a row, this one included
     */
    static Remedy of(FailureKind failure, int trials, int losses) {
        if (failure == FailureKind.LOST_EXECUTOR && losses <= MOST_LOSSES) {
            return AGAIN;
        }
        return trials > 1 ? SPLIT : GIVE_UP;
    }
}
