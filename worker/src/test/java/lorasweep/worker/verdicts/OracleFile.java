package lorasweep.worker.verdicts;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import lorasweep.file.WholeFile;

/**
 * What the oracle found of a trial: what is true, and nothing that judges may know.
 *
 * @param noises with how many noises the oracle measured it
 * @param rows one for each epoch that was measured, in order
 */
record OracleFile(int noises, List<Row> rows) {
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * One epoch.
     *
     * @param heldOut the oracle's scores by picture
     * @param trained the same of training pictures
     */
    record Row(int epoch, double[] heldOut, double[] trained) {}

    static OracleFile read(Path file) throws IOException {
        return JSON.readValue(file.toFile(), OracleFile.class);
    }

    void write(Path file) throws IOException {
        WholeFile.write(file, toBytes());
    }

    byte[] toBytes() throws IOException {
        return JSON.writeValueAsBytes(this);
    }

    /** The same with scores to a millionth. */
    OracleFile rounded() {
        return new OracleFile(
                noises,
                rows.stream()
                        .map(row -> new Row(row.epoch, rounded(row.heldOut), rounded(row.trained)))
                        .toList());
    }

    private static double[] rounded(double[] values) {
        return Arrays.stream(values).map(value -> Math.rint(value * 1e6) / 1e6).toArray();
    }
}
