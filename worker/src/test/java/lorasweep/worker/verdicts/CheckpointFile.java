package lorasweep.worker.verdicts;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
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
    record Row(int epoch, double[] validation) {}

    static CheckpointFile read(Path file) throws IOException {
        return JSON.readValue(file.toFile(), CheckpointFile.class);
    }

    void write(Path file) throws IOException {
        WholeFile.write(file, JSON.writeValueAsBytes(this));
    }

    /** The validation losses of an epoch; none of one that judges do not see. */
    double[] validation(int epoch) {
        return rows.stream()
                .filter(row -> row.epoch() == epoch)
                .findFirst()
                .map(Row::validation)
                .orElse(new double[0]);
    }
}
