package lorasweep.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import lorasweep.trial.FilePath;
import lorasweep.trial.InvalidInputException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.TypeConversionException;

/** Entry point of every verb: {@code sweep inspect}, {@code sweep run} and so on. */
@Command(
        name = "sweep",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Finds the right LoRA: trains a grid of them and says which one to take, at which epoch, and why.",
        synopsisSubcommandLabel = "VERB")
public final class SweepCli {

    /** Runs the verb named by the arguments and ends the process with its exit code. */
    public static void main(String[] args) {
        System.exit(run(new PrintWriter(System.out, true, UTF_8), new PrintWriter(System.err, true, UTF_8), args));
    }

    /** Runs the verb named by the arguments and answers its exit code; prints to the given writers. */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        CommandLine line = new CommandLine(new SweepCli());
        verbs(args).forEach(line::addSubcommand);
        line.setOut(out).setErr(err);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.registerConverter(Path.class, SweepCli::path);
        line.setExecutionExceptionHandler(SweepCli::report);
        if (args.length == 0) {
            line.usage(out);
            return ExitCode.BAD_INPUT;
        }
        return line.execute(args);
    }

    /** What a verb takes as a path is a file of this machine; what may be in a store it takes as text. */
    private static Path path(String written) {
        try {
            return Path.of(FilePath.plain(written, "path"));
        } catch (InvalidInputException | InvalidPathException refused) {
            throw new TypeConversionException(refused.getMessage());
        }
    }

    /** The verb that the first argument names, else all: to read the options of all verbs takes a quarter of a second. */
    private static List<Verb> verbs(String... args) {
        List<ServiceLoader.Provider<Verb>> all =
                ServiceLoader.load(Verb.class).stream().toList();
        List<ServiceLoader.Provider<Verb>> named = all.stream()
                .filter(verb -> args.length > 0
                        && verb.type().getAnnotation(Command.class).name().equals(args[0]))
                .toList();
        return (named.isEmpty() ? all : named)
                .stream().map(ServiceLoader.Provider::get).toList();
    }

    private static int report(Exception failure, CommandLine line, CommandLine.ParseResult parsed) throws Exception {
        if (failure instanceof InvalidInputException invalid) {
            invalid.problems().forEach(line.getErr()::println);
            return ExitCode.BAD_INPUT;
        }
        failure.printStackTrace(line.getErr());
        return ExitCode.BUG;
    }
}
