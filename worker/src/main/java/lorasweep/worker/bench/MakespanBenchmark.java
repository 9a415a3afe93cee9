package lorasweep.worker.bench;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Twelve trials, rank x alpha x learning rate, once by a process of {@code sweep train} for each, one after another,
 * and once by {@code sweep run}. Every process is started as this one was, and does everything from Java's start to
 * the last file; the sweep makes its report besides.
 *
 * @param base checkpoint or diffusers folder
 * @param side of the square pictures in pixels
 * @param epochs of each trial, of eight steps each
 */
public record MakespanBenchmark(Path base, int side, int epochs) {
    private static final int PICTURES = 10;
    private static final List<Integer> RANKS = List.of(4, 8);
    private static final List<String> RATES = List.of("1e-4", "3e-4", "1e-3");

    /**
     * What was measured, in seconds by the clock on the wall.
     *
     * @param alone of all processes together
     * @param sweep of the sweep
     */
    public record Result(int trials, double alone, double sweep) {
        /** How many times longer the processes took. */
        public double ratio() {
            return alone / sweep;
        }
    }

    /**
     * Trains into a folder that is empty.
     *
     * @throws IllegalStateException if a process fails, or the sweep has other trials
     */
    public Result run(Path folder) throws IOException, InterruptedException {
        Path data = folder.resolve("data");
        new MadeUpPictures(PICTURES, side).write(data);
        List<Path> specs = specs(folder, data);
        Stopwatch watch = new Stopwatch();
        for (Path spec : specs) {
            process(
                    folder,
                    "train",
                    "--spec",
                    spec.toString(),
                    "--out",
                    folder.resolve("alone").toString());
        }
        double alone = watch.lap();
        Path grid = Files.writeString(folder.resolve("grid.yaml"), grid(data));
        watch.lap();
        process(folder, "run", grid.toString(), "--out", folder.toString());
        double sweep = watch.lap();
        Set<String> trials = trials(folder.resolve("alone"));
        if (trials.size() != specs.size() || !trials.equals(trials(folder.resolve("sweep")))) {
            throw new IllegalStateException("the sweep trained other trials than the processes");
        }
        return new Result(trials.size(), alone, sweep);
    }

    private String shared() {
        return String.format(
                Locale.ROOT,
                "\"resolution\": \"%d\", \"max_train_epochs\": %d, \"output_name\": \"sweep\"",
                side,
                epochs);
    }

    private List<Path> specs(Path folder, Path data) throws IOException {
        List<Path> specs = new ArrayList<>();
        for (int rank : RANKS) {
            for (int alpha : List.of(1, rank)) {
                for (String rate : RATES) {
                    String spec = String.format(
                            Locale.ROOT,
                            "{\"pretrained_model_name_or_path\": \"%s\", \"train_data_dir\": \"%s\", %s,"
                                    + " \"network_dim\": %d, \"network_alpha\": %d, \"unet_lr\": %s}",
                            base,
                            data,
                            shared(),
                            rank,
                            alpha,
                            rate);
                    specs.add(Files.writeString(folder.resolve("trial-" + specs.size() + ".json"), spec));
                }
            }
        }
        return specs;
    }

    private String grid(Path data) {
        return """
                version: 1
                name: sweep
                base: %s
                dataset: {path: %s}
                train: {%s}
                grid:
                  network_dim: %s
                  network_alpha: [1, network_dim]
                  unet_lr: %s
                pack: auto
                """.formatted(base, data, shared(), RANKS, RATES);
    }

    private static void process(Path folder, String... verb) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        // As the launcher starts these two verbs, and not the benchmark.
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "lorasweep.cli.SweepCli"));
        command.addAll(List.of(verb));
        File log = folder.resolve("process.log").toFile();
        int exit = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IllegalStateException(
                    String.join(" ", verb) + " ended with " + exit + ":\n" + Files.readString(log.toPath()));
        }
    }

    private static Set<String> trials(Path out) {
        try (Stream<Path> folders = Files.list(out.resolve("trials"))) {
            return folders.map(path -> path.getFileName().toString()).collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
