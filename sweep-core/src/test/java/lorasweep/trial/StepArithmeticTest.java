package lorasweep.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepArithmeticTest {
    private static final BatchSettings BATCH_2_ACCUMULATION_2 = new BatchSettings(2, 2);
    private static final LengthSettings FIVE_EPOCHS = new LengthSettings(5, 0);

    @Test
    void refusesAnEpochWithoutSamples() {
        assertThatThrownBy(() -> StepArithmetic.of(List.of(), BATCH_2_ACCUMULATION_2, FIVE_EPOCHS))
                .hasMessageContaining("buckets");
        assertThatThrownBy(() -> StepArithmetic.of(List.of(3L, 0L), BATCH_2_ACCUMULATION_2, FIVE_EPOCHS))
                .hasMessageContaining("empty");
    }

    @Test
    void twentyImagesTenTimesAreTwoHundredAndFiftySteps() {
        StepArithmetic steps = StepArithmetic.of(List.of(200L), BATCH_2_ACCUMULATION_2, FIVE_EPOCHS);
        assertThat(steps.batchesPerEpoch()).isEqualTo(100);
        assertThat(steps.stepsPerEpoch()).isEqualTo(50);
        assertThat(steps.totalSteps()).isEqualTo(250);
        assertThat(StepArithmetic.of(List.of(70L, 60L, 70L), BATCH_2_ACCUMULATION_2, FIVE_EPOCHS)
                        .totalSteps())
                .isEqualTo(250);
    }

    @Test
    void keepsAShortBatch() {
        assertThat(StepArithmetic.of(List.of(3L), new BatchSettings(4, 1), FIVE_EPOCHS)
                        .batchesPerEpoch())
                .isEqualTo(1);
    }

    @Test
    void regularisationDoublesAnEpoch() {
        long regularisation = StepArithmetic.regularisationSamples(200, Collections.nCopies(20, 10));
        assertThat(regularisation).isEqualTo(200);
        assertThat(StepArithmetic.of(List.of(200 + regularisation), BATCH_2_ACCUMULATION_2, FIVE_EPOCHS)
                        .stepsPerEpoch())
                .isEqualTo(100);
    }

    @Test
    void fewRegularisationImagesAreUsedOverAndOverAndManyAreLeftOut() {
        assertThat(StepArithmetic.regularisationSamples(200, List.of(1, 1, 1))).isEqualTo(200);
        assertThat(StepArithmetic.regularisationSamples(10, Collections.nCopies(500, 3)))
                .isEqualTo(12);
        assertThat(StepArithmetic.regularisationSamples(200, List.of())).isZero();
    }

    @Test
    void stepsCutTheLastEpochShort() {
        StepArithmetic steps = StepArithmetic.of(List.of(200L), BATCH_2_ACCUMULATION_2, new LengthSettings(0, 120));
        assertThat(steps.epochs()).isEqualTo(3);
        assertThat(steps.isLastEpochCutShort()).isTrue();
        assertThat(steps.explanation())
                .isEqualTo("200 samples / batch 2 = 100 batches / accumulation 2 = 50 steps per epoch; "
                        + "3 epochs, the last one cut short = 120 steps");
    }

    @Test
    void explainsTheArticlesFinalRecipe() {
        StepArithmetic steps = StepArithmetic.of(List.of(500L), new BatchSettings(1, 1), new LengthSettings(4, 0));
        assertThat(steps.explanation())
                .isEqualTo("500 samples / batch 1 = 500 batches per epoch; 4 epochs = 2000 steps");
    }

    @Test
    void hugeCountsAreAnErrorAndNotAWrongNumber() {
        assertThatThrownBy(() -> StepArithmetic.of(
                        List.of(Long.MAX_VALUE / 2), new BatchSettings(1, 1), new LengthSettings(1_000_000, 0)))
                .isInstanceOf(ArithmeticException.class);
    }
}
