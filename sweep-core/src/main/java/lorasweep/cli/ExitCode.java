package lorasweep.cli;

/** What the process's exit code says. */
public final class ExitCode {
    /** All was done. */
    public static final int DONE = 0;

    /** The input must be fixed; every problem found was printed. */
    public static final int BAD_INPUT = 2;

    /** The sweep ended, but some of its trials failed. */
    public static final int SOME_FAILED = 3;

    /** The budget was reached before all trials were trained. */
    public static final int BUDGET_REACHED = 4;

    /** Our bug: printed with its stack trace. */
    public static final int BUG = 70;

    /** Interrupted; the same command goes on where it stopped. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
