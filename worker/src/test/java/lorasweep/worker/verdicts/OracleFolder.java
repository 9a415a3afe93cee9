package lorasweep.worker.verdicts;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import lorasweep.analysis.score.Half;
import lorasweep.analysis.score.TrialScores;
import lorasweep.file.WholeFile;
import lorasweep.result.Losses;
import lorasweep.result.ProbePlan;
import lorasweep.result.ProbeRow;
import lorasweep.result.ProbeTable;

/**
 * Every loss that an oracle measured, one file for a LoRA and a noise, float32: picture by picture, timestep by timestep.
 * A file that is there is not measured again, so noises can be added to a benchmark later.
 */
record OracleFolder(Path folder, List<Integer> timesteps) {
    /** Name of the base's losses. */
    static final String BASE = "base";

    /** Measures the base's losses, or a LoRA's, unless they are there. */
    void keep(String of, int noise, Supplier<float[]> measure) throws IOException {
        Path file = file(of, noise);
        if (!Files.exists(file)) {
            write(file, measure.get());
        }
    }

    /** With how many noises something is measured. */
    int noises(String of) {
        int noises = 0;
        while (Files.exists(file(of, noises))) {
            noises++;
        }
        return noises;
    }

    private Path file(String of, int noise) {
        return folder.resolve("%s-%d.f32".formatted(of, noise));
    }

    /** Name of an epoch's losses of a trial. */
    static String name(Object trial, int epoch) {
        return trial + "-" + epoch;
    }

    /**
     * Scores of a LoRA with the first noises.
     *
     * @param like has the bands, and as many trained pictures as were measured
     */
    TrialScores scores(ProbePlan like, String of, int noises) throws IOException {
        Losses base = joined(BASE, noises);
        int pictures =
                base.size() / noises / timesteps.size() - like.trainTwin().size();
        ProbePlan plan = new ProbePlan(
                like.seed(),
                IntStream.range(0, pictures).mapToObj(Integer::toString).toList(),
                like.trainTwin(),
                timesteps,
                noises,
                like.bands());
        return TrialScores.of(new ProbeTable(plan, base, List.of(new ProbeRow(1, 1, joined(of, noises)))));
    }

    private Losses joined(String of, int noises) throws IOException {
        List<float[]> parts = new ArrayList<>();
        for (int noise = 0; noise < noises; noise++) {
            parts.add(read(file(of, noise)));
        }
        float[] all = new float[noises * parts.get(0).length];
        for (int i = 0; i < all.length; i++) {
            all[i] = parts.get(i % noises)[i / noises];
        }
        return Losses.of(all);
    }

    private static float[] read(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        float[] losses = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(losses);
        return losses;
    }

    private static void write(Path file, float[] losses) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(losses.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(losses);
        WholeFile.write(file, bytes.array());
    }

    /** Scores by picture; NaN where a loss is no number. */
    static double[] heldOut(TrialScores scores) {
        return scores.scored() < 2 ? nothing(scores.images()) : scores.heldOut(Half.BOTH, 1);
    }

    /** The same of the trained pictures. */
    static double[] trained(TrialScores scores) {
        return scores.scored() < 2 ? nothing(scores.plan().trainTwin().size()) : scores.trainTwin(1);
    }

    private static double[] nothing(int count) {
        double[] values = new double[count];
        Arrays.fill(values, Double.NaN);
        return values;
    }
}
