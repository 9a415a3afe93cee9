package lorasweep.worker.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import lorasweep.cli.ExitCode;
import lorasweep.cli.Verb;
import lorasweep.runner.PackObserver;
import lorasweep.runner.PackWork;
import lorasweep.runner.TrialRunner;
import lorasweep.store.InputCopies;
import lorasweep.store.Stores;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.runner.PackRunner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sweep train}: one trial, or several at once over one frozen base. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        description = "Trains one LoRA, or several at once over one frozen base; the same command goes on where it was"
                + " interrupted.")
public final class TrainCommand implements Verb {
    private static final String DEVICE = "cpu";

    @Mixin
    private final TrialOptions trials = new TrialOptions();

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Folder for all output: trials/<id>/ and cache/.")
    private Path out = Path.of(".");

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() throws Exception {
        PrintWriter err = Objects.requireNonNull(command).commandLine().getErr();
        List<TrialSpec> specs = trials.read(err);
        Path cache = out.resolve("cache");
        PackWork work = new PackWork(specs, Optional.empty(), out.resolve("trials"), cache, DEVICE)
                .with(new InputCopies(Stores.of(System.getProperties())).of(specs));
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch ended = new CountDownLatch(1);
        Thread hook = new Thread(() -> stopAndWait(stop, ended), "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try (PackRunner runner = new PackRunner();
                StepDisplay display = StepDisplay.on(err)) {
            TrialRunner.End end = runner.run(work, display, stoppedBy(stop));
            return end == TrialRunner.End.FINISHED ? display.exitCode() : ExitCode.INTERRUPTED;
        } finally {
            ended.countDown();
            if (!stop.get()) {
                Runtime.getRuntime().removeShutdownHook(hook);
            }
        }
    }

    /** On SIGTERM and Ctrl-C: the step is finished and saved before the process ends. */
    private static void stopAndWait(AtomicBoolean stop, CountDownLatch ended) {
        stop.set(true);
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
    }

    private static PackObserver stoppedBy(AtomicBoolean stop) {
        return new PackObserver() {
            @Override
            public boolean isStopRequested() {
                return stop.get();
            }
        };
    }
}
