package lorasweep.analysis.score;

/**
 * When a trial was measured.
 *
 * @param epoch epochs completed; 0 is the base, before any training
 * @param step optimizer updates made
 */
public record Moment(int epoch, long step) {
    @Override
    public String toString() {
        return "epoch " + epoch + " (step " + step + ")";
    }
}
