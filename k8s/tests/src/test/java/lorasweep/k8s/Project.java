package lorasweep.k8s;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Where things are in this checkout, and how its programs are run. */
final class Project {
    static final Path ROOT = Path.of(System.getProperty("project.root")).toAbsolutePath();
    static final Path K8S = ROOT.resolve("k8s");
    static final Path DIST = K8S.resolve("target/dist");

    private static final int MINUTES = 2;
    private static final Path TOOLS = ROOT.resolve("target/tools");

    private Project() {}

    /** What a program printed, and how it ended. */
    record Outcome(int exit, String out, String err) {
        Outcome requireSuccess() {
            assertThat(exit).as(err + out).isZero();
            return this;
        }
    }

    /** A tool that {@code ./sweep test} installs. */
    static Path tool(String name) {
        Path tool = TOOLS.resolve(name);
        assertThat(tool).as("installed by ./sweep test").exists();
        return tool;
    }

    static Path kubectl() {
        return tool("kubectl");
    }

    /** Runs a program to its end. */
    static Outcome run(Map<String, String> environment, List<String> command) throws IOException, InterruptedException {
        Path out = Files.createTempFile("out", ".txt");
        Path err = Files.createTempFile("err", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError(command + " does not end\n" + Files.readString(err) + Files.readString(out));
        }
        int exit = process.exitValue();
        Outcome outcome = new Outcome(exit, Files.readString(out, UTF_8), Files.readString(err, UTF_8));
        Files.delete(out);
        Files.delete(err);
        return outcome;
    }
}
