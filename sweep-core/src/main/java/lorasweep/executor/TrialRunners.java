package lorasweep.executor;

import java.util.Iterator;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.ConcurrentHashMap;
import lorasweep.runner.TrialRunner;
import lorasweep.trial.InvalidInputException;

/** The one {@link TrialRunner} of this process: it keeps base model and caches between packs. */
final class TrialRunners {
    private static final Map<String, TrialRunner> RUNNERS = new ConcurrentHashMap<>();

    private TrialRunners() {}

    /**
     * The runner of this process.
     *
     * @param name its class; empty: the only one that is installed
     * @throws InvalidInputException if there is none
     */
    static TrialRunner named(String name) {
        return RUNNERS.computeIfAbsent(name, key -> find(key, TrialRunner.class.getClassLoader()));
    }

    private static TrialRunner find(String name, ClassLoader loader) {
        if (!name.isEmpty()) {
            try {
                return Class.forName(name, true, loader)
                        .asSubclass(TrialRunner.class)
                        .getDeclaredConstructor()
                        .newInstance();
            } catch (ReflectiveOperationException e) {
                throw new InvalidInputException(
                        "executor: has no class " + name + " that trains; add its jar to spark-submit's --jars.", e);
            }
        }
        Iterator<TrialRunner> installed =
                ServiceLoader.load(TrialRunner.class, loader).iterator();
        if (!installed.hasNext()) {
            throw new InvalidInputException("executor: has nothing that trains, expected the jar of the module worker;"
                    + " add it to spark-submit's --jars.");
        }
        return installed.next();
    }
}
