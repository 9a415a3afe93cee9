package lorasweep.worker.verdicts;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import lorasweep.analysis.statistics.Estimate;
import lorasweep.file.WholeFile;
import lorasweep.result.WeightTest;

/**
 * What judges and the reference trainer's validation may know of a trial, beside its own files.
 *
 * @param rows one for each epoch that judges see, in order
 * @param weightTests at the last of them, one for each draw of held-out pictures
 */
record CheckpointFile(List<Row> rows, List<WeightTest> weightTests) {
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * One epoch.
     *
     * @param validation the reference trainer's validation loss, one for each draw of held-out pictures
     */
    record Row(int epoch, double[] validation) {
        /** The validation loss that the judges of a draw would see, of so many draws. */
        double validation(int draw, int draws) {
            return draws == validation.length ? validation[draw] : Estimate.mean(validation);
        }
    }

    static CheckpointFile read(Path file) throws IOException {
        return JSON.readValue(file.toFile(), CheckpointFile.class);
    }

    void write(Path file) throws IOException {
        WholeFile.write(file, JSON.writeValueAsBytes(this));
    }
}
