package lorasweep.worker.verdicts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import lorasweep.result.TrialFolder;
import lorasweep.trial.TrialSpec;
import lorasweep.trial.TrialSpecCodec;

/**
 * The benchmark's trials and what the oracle found, without LoRA files and pictures: what judging needs, in a file that
 * the tests have. As a program it writes one. Arguments: the base, the folder of results, a size, the file to write, and
 * for a part only the subjects.
 */
public final class TrialArchive {
    private static final List<String> OF_TRIAL = List.of("probes.jsonl", "epochs.jsonl", "outcome.json");
    private static final String SPEC = "spec.json";
    private static final String CHECKPOINTS = "checkpoints.json";
    private static final String ORACLE = "oracle.json";

    private TrialArchive() {}

    public static void main(String[] args) throws IOException {
        BenchmarkSize size = BenchmarkSize.of(args[2]);
        String[] subjects = Arrays.copyOfRange(args, 4, args.length);
        try (OutputStream file = Files.newOutputStream(Path.of(args[3]));
                ZipOutputStream zip = new ZipOutputStream(file)) {
            for (BenchmarkSweep sweep : VerdictTrials.sweeps(Path.of(args[1]), Path.of(args[0]), size)) {
                if (Subject.of(Arrays.asList(subjects)).contains(sweep.subject())) {
                    write(sweep, zip);
                }
            }
        }
    }

    private static void write(BenchmarkSweep sweep, ZipOutputStream zip) throws IOException {
        int number = 0;
        for (TrialSpec spec : sweep.specs()) {
            String folder = sweep.name() + "/" + number++ + "/";
            TrialSpec elsewhere = spec.with("pretrained_model_name_or_path", "/benchmark/base")
                    .with("train_data_dir", "/benchmark/" + sweep.name() + "/train")
                    .with("heldout_path", "/benchmark/" + sweep.name() + "/heldout");
            write(zip, folder + SPEC, TrialSpecCodec.canonical(elsewhere).getBytes(UTF_8));
            for (String name : OF_TRIAL) {
                write(zip, folder + name, Files.readAllBytes(sweep.folder(spec).resolve(name)));
            }
            write(zip, folder + CHECKPOINTS, Files.readAllBytes(sweep.checkpoints(spec)));
            write(
                    zip,
                    folder + ORACLE,
                    OracleFile.read(sweep.oracle(spec)).rounded().toBytes());
        }
    }

    private static void write(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setLastModifiedTime(FileTime.fromMillis(0));
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }

    /**
     * The sweeps of an archive.
     *
     * @param folder an empty one to unpack it into
     */
    static List<MeasuredSweep> read(InputStream archive, Path folder, BenchmarkSize size) throws IOException {
        try (ZipInputStream zip = new ZipInputStream(archive)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = folder.resolve(entry.getName());
                Files.createDirectories(file.resolveSibling(""));
                Files.write(file, zip.readAllBytes());
            }
        }
        List<MeasuredSweep> sweeps = new ArrayList<>();
        for (Subject subject : Subject.values()) {
            for (int images : size.trainImages()) {
                String name = BenchmarkSweep.name(subject, images);
                if (Files.exists(folder.resolve(name))) {
                    sweeps.add(new MeasuredSweep(name, subject, images, size, trials(folder.resolve(name), size)));
                }
            }
        }
        return sweeps;
    }

    private static List<TrialRecord> trials(Path sweep, BenchmarkSize size) throws IOException {
        List<TrialRecord> trials = new ArrayList<>();
        for (int i = 0; i < size.recipes().size(); i++) {
            Path trial = sweep.resolve(Integer.toString(i));
            trials.add(new TrialRecord(
                    TrialSpecCodec.read(trial.resolve(SPEC)),
                    TrialFolder.at(trial).read(),
                    CheckpointFile.read(trial.resolve(CHECKPOINTS)),
                    OracleFile.read(trial.resolve(ORACLE))));
        }
        return List.copyOf(trials);
    }
}
