package lorasweep.worker.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.model.BaseModel;
import lorasweep.worker.model.ModelFiles;
import lorasweep.worker.model.StableDiffusionConfig;
import lorasweep.worker.testing.Goldens;
import org.junit.jupiter.api.Test;

class StepThreadsTest {

    @Test
    void aStepOfASmallNetworkIsNotShared() {
        assertThat(StepThreads.most(tiny(), List.of(spec("64")))).isEqualTo(1);
    }

    @Test
    void aStepOfStableDiffusionIs() {
        assertThat(StepThreads.most(StableDiffusionConfig.SD_1_5, List.of(spec("256"))))
                .isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void largerPicturesMakeASmallNetworkWorthSharing() {
        assertThat(StepThreads.most(tiny(), List.of(spec("512")))).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void packsOfASmallNetworkShareTheProcessorsAndThoseOfStableDiffusionDoNot() {
        assertThat(StepThreads.areBestShared(tiny(), spec("64"))).isTrue();
        assertThat(StepThreads.areBestShared(StableDiffusionConfig.SD_1_5, spec("64")))
                .isFalse();
    }

    private static TrialSpec spec(String resolution) {
        return TrialSpec.of(Map.of(
                "pretrained_model_name_or_path",
                "base",
                "train_data_dir",
                "pictures",
                "resolution",
                resolution,
                "max_train_steps",
                1));
    }

    private static StableDiffusionConfig tiny() {
        try (BaseModel model = BaseModel.open(ModelFiles.of(Goldens.path("model")))) {
            return model.config();
        }
    }
}
