package lorasweep.cli;

import java.util.concurrent.Callable;

/**
 * One verb of the command line, for example {@code inspect}: an object annotated with picocli's
 * {@code @Command}. Verbs are found with {@link java.util.ServiceLoader}, so that a module adds its
 * own without the launcher knowing it.
 *
 * <p>{@link #call()} answers the process's exit code, one of the constants of {@link ExitCode}.
 */
public interface Verb extends Callable<Integer> {}
