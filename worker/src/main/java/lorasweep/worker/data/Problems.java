package lorasweep.worker.data;

import java.util.ArrayList;
import java.util.List;
import lorasweep.trial.InvalidInputException;

/** What is wrong with a dataset, gathered so that all of it is told at once. */
final class Problems {
    private final List<String> lines = new ArrayList<>();

    /**
     * One more problem.
     *
     * @param place the file, folder or setting
     * @param problem what was found, what was expected; what to do, without a full stop
     */
    void add(String place, String problem) {
        lines.add(place + ": " + problem + ".");
    }

    int count() {
        return lines.size();
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /**
     * Ends here if there is any.
     *
     * @throws InvalidInputException with all problems so far
     */
    void check() {
        if (!lines.isEmpty()) {
            throw new InvalidInputException(lines);
        }
    }
}
