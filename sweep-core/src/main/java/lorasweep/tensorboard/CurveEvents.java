package lorasweep.tensorboard;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lorasweep.result.EpochRecord;
import lorasweep.result.StepRecord;
import lorasweep.result.TrialFolder;
import lorasweep.tensorboard.EventFile.Scalars;

/** What a trial records, as TensorBoard shows it under kohya's tags: updates and epochs, each on its own axis. */
public final class CurveEvents {
    private static final String EPOCH_AVERAGE = "loss/epoch_average";

    private CurveEvents() {}

    /** The curves behind an update. */
    public static Scalars of(StepRecord record) {
        Map<String, Double> values = new LinkedHashMap<>();
        record.values().forEach((curve, value) -> values.put(curve.tag(), value));
        return new Scalars(record.step(), values);
    }

    /** The average behind an epoch; the horizontal axis counts epochs. */
    public static Scalars of(EpochRecord record) {
        return new Scalars(record.epoch(), Map.of(EPOCH_AVERAGE, record.lossAverage()));
    }

    /** All that a folder's logs hold, in the order in which it was recorded. */
    public static List<Scalars> recorded(TrialFolder folder) throws IOException {
        List<Scalars> events = new ArrayList<>();
        List<EpochRecord> epochs = folder.read().epochs();
        int next = 0;
        for (StepRecord step : folder.steps()) {
            events.add(of(step));
            while (next < epochs.size() && epochs.get(next).step() == step.step()) {
                events.add(of(epochs.get(next++)));
            }
        }
        return events;
    }
}
