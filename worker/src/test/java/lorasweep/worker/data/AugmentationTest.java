package lorasweep.worker.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import lorasweep.trial.TrialSpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AugmentationTest {
    @TempDir
    private Path temporary;

    private Folder folder;
    private List<Sample> samples;

    @BeforeEach
    void begin() throws Exception {
        folder = new Folder(temporary).image("200_x/a.png", 64, 64, 1, "a, b, c, d, e, f");
        samples = folder.read().samples().values().iterator().next();
    }

    @Test
    void mirrorsHalfOfTheUses() {
        Augmentation flipping = Augmentation.of(folder.spec("flip_aug", true));
        Augmentation still = Augmentation.of(folder.spec());

        assertThat(samples.stream()
                        .filter(sample -> flipping.flip(sample, 1) == Flip.HORIZONTAL)
                        .count())
                .isBetween(70L, 130L);
        assertThat(samples).allMatch(sample -> still.flip(sample, 1) == Flip.NONE);
    }

    @Test
    void variesWithSeedEpochAndUseAlone() {
        TrialSpec spec = folder.spec("shuffle_caption", true, "flip_aug", true);
        List<String> texts = texts(spec, 1);

        assertThat(texts(spec, 1)).isEqualTo(texts);
        assertThat(texts(spec, 2)).isNotEqualTo(texts);
        assertThat(texts(spec.withSeed(9), 1)).isNotEqualTo(texts);
        assertThat(texts.stream().distinct().count()).isGreaterThan(100);
    }

    private List<String> texts(TrialSpec spec, int epoch) {
        Augmentation augmentation = Augmentation.of(spec);
        return samples.stream()
                .map(sample -> augmentation.caption(sample, epoch) + augmentation.flip(sample, epoch))
                .toList();
    }
}
