package lorasweep.worker.cli;

import java.nio.file.Path;
import java.util.ArrayList;
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
import lorasweep.trial.InvalidInputException;
import lorasweep.trial.TrialSpec;
import lorasweep.trial.TrialSpecCodec;
import lorasweep.worker.runner.PackRunner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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

    @Option(
            names = "--spec",
            required = true,
            paramLabel = "FILE",
            description = "A trial's settings (JSON, kohya's names); give it again for each trial of the pack.")
    private List<Path> specs = List.of();

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
        PackWork work =
                new PackWork(read(specs), Optional.empty(), out.resolve("trials"), out.resolve("cache"), DEVICE);
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch ended = new CountDownLatch(1);
        Thread hook = new Thread(() -> stopAndWait(stop, ended), "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try (PackRunner runner = new PackRunner();
                StepDisplay display = StepDisplay.on(
                        Objects.requireNonNull(command).commandLine().getErr())) {
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

    private static List<TrialSpec> read(List<Path> files) {
        List<TrialSpec> trials = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Path file : files) {
            try {
                trials.add(TrialSpecCodec.read(file));
            } catch (InvalidInputException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        return trials;
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
