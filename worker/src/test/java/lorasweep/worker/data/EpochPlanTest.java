package lorasweep.worker.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lorasweep.trial.StepArithmetic;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.image.Framing;
import lorasweep.worker.image.PerceptualHash;
import lorasweep.worker.image.PixelSize;
import lorasweep.worker.store.ContentHash;
import org.junit.jupiter.api.Test;

class EpochPlanTest {
    private static final PixelSize TALL = new PixelSize(448, 576);
    private static final PixelSize SQUARE = new PixelSize(512, 512);
    private static final PixelSize WIDE = new PixelSize(576, 448);

    @Test
    void refusesEpochZero() {
        Dataset dataset = dataset(images(1, 1, SQUARE, ImageRole.TRAINING));

        assertThatThrownBy(() -> EpochPlan.of(dataset, 1, 0)).hasMessageContaining("epoch 0");
        assertThatThrownBy(() -> EpochPlan.of(dataset, 0, 1)).hasMessageContaining("batch size 0");
    }

    /** The examples of sd-scripts' step arithmetic. */
    @Test
    void countsStepsAsSdScriptsDoes() {
        Dataset single = dataset(images(20, 10, SQUARE, ImageRole.TRAINING));
        Dataset buckets = dataset(
                images(7, 10, TALL, ImageRole.TRAINING),
                images(6, 10, SQUARE, ImageRole.TRAINING),
                images(7, 10, WIDE, ImageRole.TRAINING));
        Dataset regularised =
                dataset(images(20, 10, SQUARE, ImageRole.TRAINING), images(200, 1, SQUARE, ImageRole.REGULARISATION));

        assertThat(steps(single, 2, 2, 5).batchesPerEpoch()).isEqualTo(100);
        assertThat(steps(single, 2, 2, 5).totalSteps()).isEqualTo(250);
        assertThat(steps(buckets, 2, 2, 5).batchesPerEpoch()).isEqualTo(100);
        assertThat(steps(regularised, 2, 2, 5).stepsPerEpoch()).isEqualTo(100);
        for (Dataset dataset : List.of(single, buckets, regularised)) {
            assertThat(EpochPlan.of(dataset, 2, 1).slots())
                    .hasSize((int) steps(dataset, 2, 2, 5).batchesPerEpoch());
        }
        assertThat(EpochPlan.of(dataset(images(3, 1, SQUARE, ImageRole.TRAINING)), 4, 1)
                        .slots())
                .containsExactly(new EpochPlan.Slot(SQUARE, 0, 3));
    }

    @Test
    void usesEverySampleOnceInBatchesOfOneBucket() {
        Dataset dataset = dataset(images(5, 3, TALL, ImageRole.TRAINING), images(4, 2, SQUARE, ImageRole.TRAINING));

        List<List<Sample>> batches = EpochPlan.of(dataset, 4, 1).batches(7);

        assertThat(batches).extracting(List::size).containsExactlyInAnyOrder(4, 4, 4, 3, 4, 4);
        assertThat(batches)
                .allMatch(batch ->
                        batch.stream().map(s -> s.image().bucket()).distinct().count() == 1);
        List<Sample> all =
                dataset.samples().values().stream().flatMap(List::stream).toList();
        assertThat(batches.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void goesThroughTheSameSizesWhateverTheSeedButThroughOtherImages() {
        Dataset dataset = dataset(images(9, 3, TALL, ImageRole.TRAINING), images(8, 2, SQUARE, ImageRole.TRAINING));
        EpochPlan plan = EpochPlan.of(dataset, 2, 3);

        List<List<Sample>> one = plan.batches(1);
        List<List<Sample>> two = plan.batches(2);

        assertThat(sizes(one)).isEqualTo(sizes(two));
        assertThat(one).isNotEqualTo(two).isEqualTo(EpochPlan.of(dataset, 2, 3).batches(1));
    }

    @Test
    void shufflesAnewEachEpoch() {
        Dataset dataset = dataset(images(9, 3, TALL, ImageRole.TRAINING), images(8, 2, SQUARE, ImageRole.TRAINING));

        assertThat(EpochPlan.of(dataset, 2, 1).slots())
                .isNotEqualTo(EpochPlan.of(dataset, 2, 2).slots());
        assertThat(EpochPlan.of(dataset, 2, 1).batches(1))
                .isNotEqualTo(EpochPlan.of(dataset, 2, 2).batches(1));
    }

    private static List<String> sizes(List<List<Sample>> batches) {
        return batches.stream()
                .map(batch -> batch.size() + " of " + batch.get(0).image().bucket())
                .toList();
    }

    private static StepArithmetic steps(Dataset dataset, int batch, int accumulation, int epochs) {
        TrialSpec spec = new Folder(Path.of("data"))
                .spec(
                        "train_batch_size", batch,
                        "gradient_accumulation_steps", accumulation,
                        "max_train_epochs", epochs);
        return StepArithmetic.of(dataset.samplesPerBucket(), spec.batch(), spec.length());
    }

    private static List<TrainingImage> images(int count, int repeats, PixelSize bucket, ImageRole role) {
        List<TrainingImage> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = role + " " + bucket + " " + i;
            images.add(new TrainingImage(
                    name,
                    Path.of(name),
                    ContentHash.of(name),
                    bucket,
                    new PerceptualHash(i, i),
                    new Framing(bucket, bucket),
                    name,
                    Optional.empty(),
                    repeats,
                    role));
        }
        return images;
    }

    @SafeVarargs
    private static Dataset dataset(List<TrainingImage>... parts) {
        List<TrainingImage> training = new ArrayList<>();
        List<TrainingImage> regularisation = new ArrayList<>();
        for (List<TrainingImage> part : parts) {
            (part.get(0).role() == ImageRole.TRAINING ? training : regularisation).addAll(part);
        }
        return Dataset.of(List.of(), training, regularisation, List.of());
    }
}
