package lorasweep.worker.verdicts;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import lorasweep.analysis.statistics.Estimate;
import lorasweep.file.WholeFile;
import lorasweep.result.WeightTest;

/**
 * What was measured of a trial after it was trained.
 *
 * @param noises with how many noises the oracle measured it
 * @param rows one for each epoch that was measured, in order
 * @param weightTests at the last epoch the judges see, one for each draw of held-out pictures
 */
record OracleFile(int noises, List<Row> rows, List<WeightTest> weightTests) {
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * One epoch.
     *
     * @param heldOut the oracle's scores by picture
     * @param trained the same of training pictures
     * @param validation the reference trainer's validation loss, one for each draw of held-out pictures
     */
    record Row(int epoch, double[] heldOut, double[] trained, double[] validation) {
        /** The validation loss that the judges of a draw would see, of so many draws. */
        double validation(int draw, int draws) {
            return draws == validation.length ? validation[draw] : Estimate.mean(validation);
        }
    }

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
                        .map(row -> new Row(row.epoch, rounded(row.heldOut), rounded(row.trained), row.validation))
                        .toList(),
                weightTests);
    }

    private static double[] rounded(double[] values) {
        return Arrays.stream(values).map(value -> Math.rint(value * 1e6) / 1e6).toArray();
    }
}
