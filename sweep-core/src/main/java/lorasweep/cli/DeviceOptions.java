package lorasweep.cli;

import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import lorasweep.plan.Assumptions;
import lorasweep.runner.EngineCheck;
import lorasweep.trial.InvalidInputException;
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
            description = "cpu, cuda:0, …: as many packs are trained at once on this machine (default: every GPU, else"
                    + " the CPU). On a cluster Spark gives the devices.")
    private List<String> names = List.of();

    @Option(
            names = "--device-memory",
            paramLabel = "GIB",
            description = "Memory of a device in GiB, for the size of packs (default: that of the smallest GPU here,"
                    + " else 12).")
    private @Nullable Double memory;

    private Optional<List<EngineCheck.Gpu>> found = Optional.empty();

    /** The devices by their names. */
    List<String> used() {
        if (!names.isEmpty()) {
            requireKnownForms();
            return names;
        }
        List<String> gpus = gpus().stream().map(EngineCheck.Gpu::device).toList();
        return gpus.isEmpty() ? List.of(CPU) : gpus;
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
            found = Optional.of(ServiceLoader.load(EngineCheck.class)
                    .findFirst()
                    .map(check -> check.start().gpus())
                    .orElse(List.of()));
        }
        return found.get();
    }
}
