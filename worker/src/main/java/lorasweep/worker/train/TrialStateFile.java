package lorasweep.worker.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lorasweep.result.TrialOutcome.Cost;
import lorasweep.trial.InvalidInputException;
import lorasweep.worker.safetensors.Dtype;
import lorasweep.worker.safetensors.SafetensorsFile;
import lorasweep.worker.safetensors.SafetensorsWriter;
import lorasweep.worker.safetensors.StoredTensor;

/**
 * A trial's resume states: {@code state/step-00000120.safetensors}, each published whole. An older one
 * is deleted only when all members of the pack have gone on, so that they always have a step in common.
 */
final class TrialStateFile {
    /** No step's state. */
    static final long NONE = -1;

    private static final Pattern NAME = Pattern.compile("step-(\\d{8})\\.safetensors");
    private static final String TRIAL = "sweep.trial";

    private final Path folder;
    private final String trial;

    /** The states of one trial below its folder. */
    TrialStateFile(Path trialFolder, String trial) {
        this.folder = trialFolder.resolve("state");
        this.trial = trial;
    }

    /** Writes a state under its step. */
    void write(TrialState state) throws IOException {
        Files.createDirectories(folder);
        List<StoredTensor> tensors = new ArrayList<>();
        state.forEachTensor((name, values) -> tensors.add(stored(name, values)));
        Map<String, String> metadata = Map.of(
                TRIAL,
                trial,
                "sweep.step",
                Long.toString(state.step()),
                "sweep.epoch",
                Integer.toString(state.epoch()),
                "sweep.slot",
                Integer.toString(state.slot()),
                "sweep.loss_window",
                numbers(state.lossWindow()),
                "sweep.epoch_losses",
                numbers(state.epochLosses()),
                "sweep.cost",
                numbers(figures(state.cost())));
        SafetensorsWriter.write(path(state.step()), metadata, tensors);
    }

    /** Steps of which there is a state, ascending. */
    SortedSet<Long> steps() throws IOException {
        SortedSet<Long> steps = new TreeSet<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                files.forEach(file -> {
                    Matcher name = NAME.matcher(file.getFileName().toString());
                    if (name.matches()) {
                        steps.add(Long.parseLong(name.group(1)));
                    }
                });
            }
        }
        return steps;
    }

    /**
     * The state of a step.
     *
     * @throws InvalidInputException if the file is damaged or of another trial
     */
    TrialState read(long step) {
        try (SafetensorsFile file = SafetensorsFile.open(path(step))) {
            Map<String, String> metadata = file.metadata();
            if (!trial.equals(metadata.get(TRIAL))) {
                throw new InvalidInputException(path(step) + ": is a state of trial \"" + metadata.get(TRIAL)
                        + "\", expected \"" + trial + "\"; give another --out folder, or delete this one.");
            }
            Map<String, float[]> tensors = new HashMap<>();
            file.tensors().values().forEach(entry -> {
                float[] values = new float[Math.toIntExact(entry.sizeBytes() / Float.BYTES)];
                file.bytes(entry).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
                tensors.put(entry.name(), values);
            });
            return new TrialState(
                    step,
                    Integer.parseInt(metadata.get("sweep.epoch")),
                    Integer.parseInt(metadata.get("sweep.slot")),
                    numbers(metadata.getOrDefault("sweep.loss_window", "")),
                    numbers(metadata.getOrDefault("sweep.epoch_losses", "")),
                    cost(step, numbers(metadata.getOrDefault("sweep.cost", ""))),
                    TrialState.kind("weights.", tensors),
                    TrialState.kind("optimizer.", tensors));
        }
    }

    /** Deletes the states of all other steps. */
    void keepOnly(long step) {
        try {
            for (long other : steps()) {
                if (other != step) {
                    Files.deleteIfExists(path(other));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path path(long step) {
        return folder.resolve("step-%08d.safetensors".formatted(step));
    }

    private static StoredTensor stored(String name, float[] values) {
        ByteBuffer data = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values);
        return new StoredTensor(name, Dtype.F32, List.of((long) values.length), data);
    }

    private static double[] figures(Cost cost) {
        return new double[] {cost.trainSeconds(), cost.probeSeconds(), cost.sampleSeconds(), cost.peakMemoryBytes()};
    }

    private static Cost cost(long step, double[] figures) {
        return figures.length < 4
                ? new Cost(step, 0, 0, 0, 0)
                : new Cost(step, figures[0], figures[1], figures[2], (long) figures[3]);
    }

    /** Shortest decimal form that reads back as the same double. */
    private static String numbers(double[] values) {
        return Arrays.stream(values).mapToObj(Double::toString).collect(Collectors.joining(" "));
    }

    private static double[] numbers(String text) {
        return text.isEmpty()
                ? new double[0]
                : Arrays.stream(text.split(" "))
                        .mapToDouble(Double::parseDouble)
                        .toArray();
    }
}
