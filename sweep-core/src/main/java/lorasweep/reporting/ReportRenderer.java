package lorasweep.reporting;

import java.io.IOException;
import java.nio.file.Path;

/** Renders the report of a sweep from its folder alone. Found with {@link java.util.ServiceLoader}. */
public interface ReportRenderer {
    /**
     * Writes the report anew; whoever has it open sees the old one or the new one, never half of it. Called
     * while the sweep runs and after it.
     *
     * @param sweepFolder as {@code lorasweep.sweep.SweepFolder} lays it out
     * @throws lorasweep.trial.InvalidInputException if a file of the folder cannot be understood
     * @throws IOException if a file cannot be read or written
     */
    void render(Path sweepFolder) throws IOException;
}
