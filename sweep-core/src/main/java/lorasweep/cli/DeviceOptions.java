package lorasweep.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import lorasweep.plan.Assumptions;
import lorasweep.plan.PlannedTrial;
import lorasweep.runner.EngineCheck;
import lorasweep.trial.InvalidInputException;
import lorasweep.trial.PackKey;
import lorasweep.trial.TrialSpec;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which devices of this machine a sweep uses, and how large packs may be on them. */
final class DeviceOptions {
    private static final double GIBIBYTE = 1L << 30;
    private static final String CPU = "cpu";

    @Option(
            names = "--device",
            paramLabel = "NAME",
            split = ",",
            description = "cpu, cuda:0, …: as many packs are trained at once on this machine; cpu,cpu shares the"
                    + " processors between two (default: every GPU, else the CPU, shared where the model is small). On a"
                    + " cluster Spark gives the devices.")
    private List<String> names = List.of();

    @Option(
            names = "--device-memory",
            paramLabel = "GIB",
            description = "Memory of a device in GiB, for the size of packs (default: that of the smallest GPU here,"
                    + " else 12).")
    private @Nullable Double memory;

    private final Optional<EngineCheck> check =
            ServiceLoader.load(EngineCheck.class).findFirst();
    private Optional<List<EngineCheck.Gpu>> found = Optional.empty();

    /** The devices by their names, for these trials. */
    List<String> used(List<PlannedTrial> trials) {
        if (!names.isEmpty()) {
            requireKnownForms();
            long shares = names.stream().filter(CPU::equals).count();
            return names.stream()
                    .map(name -> name.equals(CPU) ? share(shares) : name)
                    .toList();
        }
        List<String> gpus = gpus().stream().map(EngineCheck.Gpu::device).toList();
        if (!gpus.isEmpty()) {
            return gpus;
        }
        int shares = shares(trials);
        return Collections.nCopies(shares, share(shares));
    }

    private static String share(long shares) {
        return shares == 1 ? CPU : CPU + "/" + shares;
    }

    /** How many packs share the processors; as few as any of the trials wants. */
    private int shares(List<PlannedTrial> trials) {
        Map<PackKey, TrialSpec> kinds = new HashMap<>();
        trials.forEach(trial -> kinds.putIfAbsent(PackKey.of(trial.spec()), trial.spec()));
        return check.map(engine -> kinds.values().stream()
                        .mapToInt(engine::sideBySide)
                        .min()
                        .orElse(1))
                .orElse(1);
    }

    /**
     * Asks what trains here to look at what trials are to be trained on.
     *
     * @throws InvalidInputException with everything that is wrong with it
     */
    void requireUsable(List<TrialSpec> trials, Path cacheFolder) throws IOException, InterruptedException {
        if (check.isPresent() && !trials.isEmpty()) {
            List<String> problems = check.get().problems(trials, cacheFolder);
            if (!problems.isEmpty()) {
                throw new InvalidInputException(problems);
            }
        }
    }

    /** What is assumed about them. */
    Assumptions assumptions() {
        double bytes = Optional.ofNullable(memory)
                .map(gibibytes -> gibibytes * GIBIBYTE)
                .orElseGet(() -> gpus().stream()
                        .mapToDouble(gpu -> (double) gpu.memoryBytes())
                        .min()
                        .orElse((double) Assumptions.MID_RANGE.memoryBytes()));
        if (!(bytes >= 1 && bytes < 1e18)) {
            throw new InvalidInputException(
                    "run: --device-memory is \"" + memory + "\", expected a number of GiB above 0.");
        }
        return new Assumptions(Assumptions.MID_RANGE.teraflops(), (long) bytes);
    }

    private void requireKnownForms() {
        List<String> problems = names.stream()
                .filter(name -> !name.matches("cpu|cuda:\\d{1,3}"))
                .map(name -> "run: --device is \"" + name + "\", expected cpu or cuda: and a number, such as cuda:0.")
                .toList();
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
    }

    private List<EngineCheck.Gpu> gpus() {
        if (found.isEmpty()) {
            found = Optional.of(check.map(engine -> engine.start().gpus()).orElse(List.of()));
        }
        return found.get();
    }
}
