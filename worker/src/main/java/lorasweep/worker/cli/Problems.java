package lorasweep.worker.cli;

import java.util.ArrayList;
import java.util.List;
import lorasweep.trial.InvalidInputException;

/** Problems of several inputs, so that their user hears of all at once. */
final class Problems {
    private final List<String> problems = new ArrayList<>();

    /** Adds one problem. */
    void add(String problem) {
        problems.add(problem);
    }

    /** Runs a reading of input and keeps what is wrong with it. */
    void collect(Runnable reading) {
        try {
            reading.run();
        } catch (InvalidInputException e) {
            problems.addAll(e.problems());
        }
    }

    /**
     * Ends the collection.
     *
     * @throws InvalidInputException with all problems, if there is any
     */
    void throwIfAny() {
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
    }
}
