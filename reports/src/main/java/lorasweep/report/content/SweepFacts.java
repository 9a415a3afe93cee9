package lorasweep.report.content;

/**
 * What the report is about.
 *
 * @param name the sweep's
 * @param folder where its files are
 * @param madeAt when the report was made, ISO 8601 in UTC
 * @param isRunning whether trials are still to come
 * @param trials how many the grid has
 * @param ended how many have an outcome
 * @param heldOutImages how many held-out images were probed
 * @param probes loss measurements per epoch of one trial
 */
public record SweepFacts(
        String name,
        String folder,
        String madeAt,
        boolean isRunning,
        int trials,
        int ended,
        int heldOutImages,
        int probes) {}
