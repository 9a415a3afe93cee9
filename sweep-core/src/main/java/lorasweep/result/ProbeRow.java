package lorasweep.result;

/**
 * The losses of all probes at one moment of a trial.
 *
 * @param epoch epochs completed; 0 before training
 * @param step optimizer updates made
 * @param losses one per probe, in the order of the plan
 */
public record ProbeRow(int epoch, long step, Losses losses) implements AtStep {
    /** Checks that the moment is not before the beginning. */
    public ProbeRow {
        if (epoch < 0 || step < 0) {
            throw new IllegalArgumentException("epoch " + epoch + ", step " + step + " lies before the beginning");
        }
    }
}
