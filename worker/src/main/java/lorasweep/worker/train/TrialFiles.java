package lorasweep.worker.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import lorasweep.trial.SavePrecision;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.lora.LoraWriter;
import lorasweep.worker.safetensors.Dtype;

/**
 * The LoRA files of a trial, under kohya's names: {@code name-000003.safetensors} after an epoch,
 * {@code name-step00000250.safetensors} after a step, {@code name.safetensors} at the end. Each
 * appears whole.
 */
final class TrialFiles {
    private final Path folder;
    private final TrialSpec spec;

    TrialFiles(Path folder, TrialSpec spec) {
        this.folder = folder;
        this.spec = spec;
    }

    /** Writes the file of an epoch, from 1. */
    Path writeEpoch(int epoch, PackSession session, int trial, Map<String, String> metadata) throws IOException {
        return write("-%06d".formatted(epoch), session, trial, metadata);
    }

    /** Writes the file of a step, from 1. */
    Path writeStep(long step, PackSession session, int trial, Map<String, String> metadata) throws IOException {
        return write("-step%08d".formatted(step), session, trial, metadata);
    }

    /** Writes the last file. */
    Path writeFinal(PackSession session, int trial, Map<String, String> metadata) throws IOException {
        return write("", session, trial, metadata);
    }

    private Path write(String suffix, PackSession session, int trial, Map<String, String> metadata) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(spec.save().outputName() + suffix + ".safetensors");
        LoraWriter.write(file, session.lora(trial), dtype(spec.save().savePrecision()), metadata);
        return file;
    }

    private static Dtype dtype(SavePrecision precision) {
        return switch (precision) {
            case FP32 -> Dtype.F32;
            case FP16 -> Dtype.F16;
            case BF16 -> Dtype.BF16;
        };
    }
}
