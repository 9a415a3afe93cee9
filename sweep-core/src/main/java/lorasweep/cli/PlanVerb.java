package lorasweep.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import lorasweep.grid.GridFile;
import lorasweep.grid.GridSchema;
import lorasweep.plan.Assumptions;
import lorasweep.plan.PlanJson;
import lorasweep.plan.SweepPlan;
import lorasweep.store.InputCheck;
import lorasweep.store.Stores;
import lorasweep.trial.InvalidInputException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sweep plan}: what a grid file will do, without touching a cluster or a GPU. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        description = "Shows what a grid file will do: trials, packs, steps, estimates and warnings.")
public final class PlanVerb implements Verb {
    private static final double GIBIBYTE = 1L << 30;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "GRID", description = "The grid file.")
    private @Nullable Path grid;

    @Option(names = "--json", description = "Print the whole plan as JSON.")
    private boolean json;

    @Option(names = "--schema", description = "Print the JSON Schema of grid files, for editors, and end.")
    private boolean schema;

    @Option(
            names = "--device-memory",
            paramLabel = "GIB",
            description = "Memory of a device in GiB, for the size of packs (default: 12).")
    private @Nullable Double deviceMemory;

    @Option(
            names = "--teraflops",
            paramLabel = "N",
            description = "Sustained speed of a device in 10^12 operations per second, for time (default: 15).")
    private @Nullable Double teraflops;

    @Override
    public Integer call() {
        CommandSpec command = Objects.requireNonNull(spec);
        PrintWriter out = command.commandLine().getOut();
        if (schema) {
            out.print(GridSchema.text());
            out.flush();
            return ExitCode.DONE;
        }
        Path file = Optional.ofNullable(grid)
                .orElseThrow(() -> new InvalidInputException(
                        "plan: no grid file is given, expected one; write for example sweep plan grids/smoke.yaml."));
        Stores stores = Stores.of(System.getProperties());
        SweepPlan plan = SweepPlan.of(GridFile.read(file), assumptions(), trials -> 1, stores);
        InputCheck.of(plan.specs(), Optional.empty(), stores);
        if (json) {
            out.println(PlanJson.text(plan));
        } else {
            new PlanPrinter(plan).lines().forEach(out::println);
        }
        out.flush();
        return ExitCode.DONE;
    }

    private Assumptions assumptions() {
        double speed = Optional.ofNullable(teraflops).orElse(Assumptions.MID_RANGE.teraflops());
        double memory = Optional.ofNullable(deviceMemory)
                .map(gibibytes -> gibibytes * GIBIBYTE)
                .orElse((double) Assumptions.MID_RANGE.memoryBytes());
        if (!(speed > 0 && speed < 1e9 && memory >= 1 && memory < 1e18)) {
            throw new InvalidInputException("plan: --teraflops is \"" + speed + "\" and --device-memory \""
                    + memory / GIBIBYTE + "\", expected numbers above 0.");
        }
        return new Assumptions(speed, (long) memory);
    }
}
