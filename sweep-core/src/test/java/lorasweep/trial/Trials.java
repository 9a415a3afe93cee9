package lorasweep.trial;

import java.util.Map;

/** Trials for tests. */
public final class Trials {
    private Trials() {}

    /** A trial with nothing given but what must be. */
    public static TrialSpec smallest() {
        return TrialSpec.of(Map.of(
                "pretrained_model_name_or_path", "/models/base.safetensors",
                "train_data_dir", "/data/girl",
                "max_train_epochs", 4));
    }
}
