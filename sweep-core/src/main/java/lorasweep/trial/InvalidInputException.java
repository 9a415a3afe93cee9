package lorasweep.trial;

import java.util.List;

/**
 * Input that its author can fix: a file, a setting, a command-line argument. Carries every problem
 * that was found, not only the first; the command line prints them without a stack trace and exits
 * with 2.
 *
 * <p>A problem is one line that names the place, what was found, what was expected and what to do.
 */
public class InvalidInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    /** One problem. */
    public InvalidInputException(String problem) {
        this(List.of(problem));
    }

    /** One problem and what caused it. */
    public InvalidInputException(String problem, Throwable cause) {
        super(problem, cause);
        this.problems = List.of(problem);
    }

    /**
     * All problems of one input.
     *
     * @throws IllegalArgumentException if there is none
     */
    public InvalidInputException(List<String> problems) {
        super(String.join("\n", problems));
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("an invalid input needs at least one problem");
        }
        this.problems = List.copyOf(problems);
    }

    /** The problems, one line each, in the order found; never empty. */
    public List<String> problems() {
        return problems;
    }
}
