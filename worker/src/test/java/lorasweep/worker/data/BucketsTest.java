package lorasweep.worker.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lorasweep.trial.BucketSettings;
import lorasweep.trial.Resolution;
import lorasweep.worker.image.Framing;
import lorasweep.worker.image.PixelSize;
import lorasweep.worker.testing.Goldens;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BucketsTest {
    private static final Buckets UPSCALING = buckets(512, true, false);
    private static final Buckets ON_DEMAND = buckets(512, true, true);

    @ParameterizedTest
    @ValueSource(strings = {"63x500", "500x63", "30000x3", "1x1"})
    void refusesWhatIsSmallerThanAStep(String size) {
        assertThat(ON_DEMAND.frame(size(size))).isEmpty();
    }

    @Tag("golden")
    @Test
    void choosesAsTheReferenceDoes() {
        JsonNode golden = Goldens.json("golden/buckets.json");
        assertThat(golden).isNotEmpty();
        for (JsonNode set : golden) {
            JsonNode most = set.get("max_reso");
            Buckets buckets = Buckets.of(new BucketSettings(
                    new Resolution(most.get(0).intValue(), most.get(1).intValue()),
                    true,
                    set.get("min_size").intValue(),
                    set.get("max_size").intValue(),
                    set.get("reso_steps").intValue(),
                    set.get("no_upscale").booleanValue()));
            if (!set.get("predefined").isNull()) {
                assertThat(buckets.fixed()).isEqualTo(sizes(set.get("predefined")));
            }
            for (JsonNode selection : set.get("selections")) {
                PixelSize image = size(selection.get("image"));
                Framing framing = buckets.frame(image).orElseThrow();
                assertThat(framing)
                        .as("%s at %s", image, most)
                        .isEqualTo(new Framing(size(selection.get("resized")), size(selection.get("bucket"))));
                assertThat(framing.bucket().aspect() - image.aspect())
                        .isCloseTo(selection.get("ar_error").doubleValue(), within(1e-12));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "512x512, 512x512, 512x512, 512x512, 512x512",
        "600x800, 448x576, 448x597, 384x512, 384x512",
        "800x600, 576x448, 597x448, 512x384, 512x384",
        "1000x1500, 384x640, 427x640, 384x576, 384x576",
        "1920x1080, 640x384, 683x384, 640x384, 683x384",
        "300x400, 448x576, 448x597, 256x384, 300x400",
        "3000x500, 1024x256, 1536x256, 1152x192, 1152x192",
        "200x1000, 256x1024, 256x1280, 192x960, 200x1000",
        "1024x1024, 512x512, 512x512, 512x512, 512x512",
        "513x511, 512x512, 514x512, 512x448, 513x511",
        "500x333, 640x384, 640x426, 448x320, 500x333"
    })
    void choosesAsSdScriptsDoes(String image, String bucket, String resized, String smallBucket, String smallResized) {
        assertThat(UPSCALING.frame(size(image))).contains(new Framing(size(resized), size(bucket)));
        assertThat(ON_DEMAND.frame(size(image))).contains(new Framing(size(smallResized), size(smallBucket)));
    }

    @Test
    void listsTheBucketsOfSdScripts() {
        assertThat(UPSCALING.fixed()).hasSize(17);
        assertThat(Buckets.of(new BucketSettings(new Resolution(768, 768), true, 256, 1024, 64, false))
                        .fixed())
                .hasSize(19)
                .contains(new PixelSize(576, 960), new PixelSize(640, 896), new PixelSize(704, 832));
        assertThat(Buckets.of(new BucketSettings(new Resolution(512, 512), true, 300, 1000, 64, false))
                        .fixed())
                .isEqualTo(UPSCALING.fixed());
    }

    @Test
    void bringsEverythingToTheResolutionWithoutBucketing() {
        Buckets none = buckets(512, false, true);

        assertThat(none.frame(new PixelSize(1000, 500)))
                .contains(new Framing(new PixelSize(1024, 512), new PixelSize(512, 512)));
        assertThat(none.frame(new PixelSize(10, 20)))
                .contains(new Framing(new PixelSize(512, 1024), new PixelSize(512, 512)));
    }

    /** Whatever the picture, it covers its bucket and no more than one side is cropped by more than a step. */
    @Test
    void alwaysCoversTheBucket() {
        for (int width = 1; width < 4000; width += 97) {
            for (int height = 1; height < 4000; height += 89) {
                PixelSize image = new PixelSize(width, height);
                assertThat(UPSCALING.frame(image)).isPresent();
                Optional<Framing> framing = ON_DEMAND.frame(image);
                framing.ifPresent(frame -> assertThat(frame.lostArea()).isLessThan(0.75));
            }
        }
    }

    private static Buckets buckets(int side, boolean enabled, boolean noUpscale) {
        return Buckets.of(new BucketSettings(new Resolution(side, side), enabled, 256, 1024, 64, noUpscale));
    }

    private static PixelSize size(String text) {
        String[] sides = text.split("x");
        return new PixelSize(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
    }

    private static PixelSize size(JsonNode pair) {
        return new PixelSize(pair.get(0).intValue(), pair.get(1).intValue());
    }

    private static List<PixelSize> sizes(JsonNode pairs) {
        List<PixelSize> sizes = new ArrayList<>();
        pairs.forEach(pair -> sizes.add(size(pair)));
        return sizes;
    }
}
