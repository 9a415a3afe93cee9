package lorasweep.analysis;

/** Which of several equally good trials to take. */
public enum Preference {
    /** The smallest file: least rank, then fewest steps. */
    SMALLEST,
    /** The least training: fewest steps, then least rank; and the earliest usable moment. */
    EARLIEST
}
