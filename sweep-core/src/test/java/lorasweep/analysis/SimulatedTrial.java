package lorasweep.analysis;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lorasweep.analysis.score.Series;
import lorasweep.result.ProbeTable;
import lorasweep.result.TrialResult;
import lorasweep.trial.TrialSpec;

/** A trial whose truth is known. */
record SimulatedTrial(TrialSpec spec, List<Integer> levels, Course course, int epochs, Series checkpoints) {
    static TrialSpec spec(Map<String, ?> settings, int epochs) {
        Map<String, Object> all = new HashMap<>(settings);
        all.put("pretrained_model_name_or_path", "/models/base.safetensors");
        all.put("train_data_dir", "/data/girl");
        all.put("max_train_epochs", epochs);
        return TrialSpec.of(all);
    }

    Entry entry(ProbeTable table) {
        return new Entry(spec, levels, result(table));
    }

    static TrialResult result(ProbeTable table) {
        return new TrialResult(Optional.of(table), List.of(), List.of(), List.of(), Optional.empty());
    }

    /** The held-out score of a checkpoint over infinitely many images. */
    double truth(int epoch) {
        return course.heldOut(epoch) + checkpoints.at(epoch);
    }

    int bestEpoch() {
        int best = 1;
        for (int epoch = 2; epoch <= epochs; epoch++) {
            if (truth(epoch) < truth(best)) {
                best = epoch;
            }
        }
        return best;
    }

    double gain() {
        return -truth(bestEpoch());
    }
}
