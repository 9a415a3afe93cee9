package lorasweep.worker.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import lorasweep.trial.InvalidInputException;
import lorasweep.trial.SamplerName;
import lorasweep.worker.image.PixelSize;
import lorasweep.worker.image.RgbImage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TextToImageTest {
    private static final PixelSize SIZE = new PixelSize(72, 40);

    private static GoldenPipeline pipeline;

    @BeforeAll
    static void open() {
        pipeline = new GoldenPipeline();
    }

    @AfterAll
    static void close() {
        pipeline.close();
    }

    private static ImageRequest request(SamplerName sampler, int steps, Long... seeds) {
        return new ImageRequest("a cat", "lowres, bad", sampler, steps, 6, SIZE, 2, List.of(seeds));
    }

    private static List<RgbImage> draw(ImageRequest request, List<List<AppliedLora>> variants) {
        try (LoraMix mix = pipeline.mix(variants)) {
            return pipeline.textToImage().images(pipeline.manager, request, mix, done -> {});
        }
    }

    private static void assertAlike(RgbImage actual, RgbImage expected) {
        assertThat(actual.size()).isEqualTo(expected.size());
        for (int i = 0; i < actual.rgb().length; i++) {
            assertThat(Math.abs(actual.rgb()[i] - expected.rgb()[i]) % 255).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void refusesASizeThatIsNoMultipleOfTheVaesScale() {
        ImageRequest odd = new ImageRequest("a", "", SamplerName.DDIM, 1, 6, new PixelSize(64, 60), 1, List.of(1L));
        assertThatThrownBy(() -> draw(odd, List.of(List.of())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("multiple of 8");
    }

    @Test
    void saysWhenAnImageIsNotFinite() {
        AppliedLora broken = pipeline.lora("default_fp32", 1, 1e38);
        assertThatThrownBy(() -> draw(request(SamplerName.DDIM, 2, 5L), List.of(List.of(broken))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("seed 5")
                .hasMessageContaining("not finite");
    }

    @ParameterizedTest
    @EnumSource(SamplerName.class)
    void everySamplerDrawsAndReportsItsSteps(SamplerName sampler) {
        List<Integer> progress = new ArrayList<>();
        try (LoraMix base = pipeline.mix(List.of(List.of()))) {
            List<RgbImage> images =
                    pipeline.textToImage().images(pipeline.manager, request(sampler, 3, 1L), base, progress::add);
            assertThat(images).singleElement().satisfies(image -> {
                assertThat(image.size()).isEqualTo(SIZE);
                assertThat(image.rgb()).hasSize(72 * 40 * 3);
            });
            assertThat(progress).containsExactly(1, 2, 3);
        }
    }

    @Test
    void anImageDoesNotDependOnItsNeighbours() {
        AppliedLora lora = pipeline.lora("conv_fp32", 0.3, 0.3);
        ImageRequest both = request(SamplerName.DPMPP_SDE_KARRAS, 3, 1L, 2L);
        List<RgbImage> images = draw(both, List.of(List.of(), List.of(lora)));
        assertThat(images).hasSize(4);
        ImageRequest second = request(SamplerName.DPMPP_SDE_KARRAS, 3, 2L);
        assertAlike(images.get(1), draw(second, List.of(List.of())).get(0));
        assertAlike(images.get(3), draw(second, List.of(List.of(lora))).get(0));
        assertThat(images.get(1).rgb()).isNotEqualTo(images.get(0).rgb());
        assertThat(images.get(3).rgb()).isNotEqualTo(images.get(1).rgb());
    }

    @Test
    void leavesNoMemoryBehind() {
        int before = pipeline.manager.getManagedArrays().size();
        draw(request(SamplerName.EULER_A, 2, 1L), List.of(List.of(pipeline.lora("default_fp32", 1, 1))));
        assertThat(pipeline.manager.getManagedArrays()).hasSize(before);
    }
}
