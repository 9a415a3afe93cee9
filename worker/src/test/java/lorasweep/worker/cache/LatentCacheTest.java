package lorasweep.worker.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import lorasweep.trial.InvalidInputException;
import lorasweep.worker.data.Dataset;
import lorasweep.worker.data.Flip;
import lorasweep.worker.data.Folder;
import lorasweep.worker.data.Progress;
import lorasweep.worker.data.TrainingImage;
import lorasweep.worker.image.AlphaUse;
import lorasweep.worker.image.ImageLoader;
import lorasweep.worker.image.PixelSize;
import lorasweep.worker.image.PixelTensor;
import lorasweep.worker.store.ContentHash;
import lorasweep.worker.store.ContentStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatentCacheTest {
    private static final int CHANNELS = 2;
    private static final int PLACES = 64;
    private static final Set<Flip> BOTH = EnumSet.allOf(Flip.class);

    @TempDir
    private Path temporary;

    private Folder folder;
    private Dataset dataset;
    private final List<Float> encoded = new ArrayList<>();

    @BeforeEach
    void begin() throws Exception {
        folder = new Folder(Files.createDirectory(temporary.resolve("data")));
        for (int i = 0; i < 6; i++) {
            folder.image(i + ".png", i);
        }
        dataset = folder.read();
    }

    @Test
    void refusesALatentThatIsNotFinite() throws IOException {
        LatentCache cache = cache(tensor -> {
            float[] moments = new float[2 * CHANNELS * PLACES];
            moments[5] = Float.NaN;
            return moments;
        });

        assertThatThrownBy(() -> cache.prepare(dataset.training(), BOTH, 2, Progress.NONE))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(dataset.training().get(0).name())
                .hasMessageContaining("NaN");
        assertThat(entries()).isEmpty();
    }

    @Test
    void refusesAPictureThatChangedSinceItWasRead() throws Exception {
        TrainingImage picture = dataset.training().get(0);
        Files.write(picture.file(), Folder.png(64, 64, 99));
        assertThatThrownBy(() -> prepare(cache(this::encode))).hasMessageContaining("changed since");

        Files.delete(picture.file());
        assertThatThrownBy(() -> prepare(cache(this::encode))).hasMessageContaining("changed since");
        assertThat(entries()).isEmpty();
    }

    @Test
    void encodesEachPictureAndItsMirrorImageOnce() throws Exception {
        List<Integer> heard = new ArrayList<>();
        int made = cache(this::encode).prepare(dataset.training(), BOTH, 2, (done, of) -> heard.add(done * 10 + of));

        assertThat(made).isEqualTo(12);
        assertThat(encoded).hasSize(12);
        assertThat(heard).containsExactly(16, 26, 36, 46, 56, 66);
        assertThat(prepare(cache(this::encode))).isZero();
        for (TrainingImage picture : dataset.all()) {
            cache(this::encode).load(picture, Flip.HORIZONTAL);
        }
        assertThat(encoded).hasSize(12);
    }

    @Test
    void encodesInTheOrderOfThePicturesWhateverTheThreads() throws Exception {
        prepare(cache(this::encode));
        List<Float> first = List.copyOf(encoded);
        encoded.clear();
        deleteEntries();

        cache(this::encode).prepare(dataset.training(), BOTH, 5, Progress.NONE);

        assertThat(encoded).isEqualTo(first);
    }

    @Test
    void samplesThePosteriorUnderThePictureAlone() throws Exception {
        LatentCache cache = cache(this::encode);
        prepare(cache);
        TrainingImage picture = dataset.training().get(3);
        Latent latent = cache.load(picture, Flip.NONE);
        deleteEntries();

        Latent alone = cache(this::encode).load(picture, Flip.NONE);

        assertThat(alone.values()).isEqualTo(latent.values());
        assertThat(latent.size()).isEqualTo(new PixelSize(8, 8));
        assertThat(latent.mask()).isEmpty();
        double[] noise = new double[latent.values().length];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (latent.values()[i] - moments(0)[i]) / 0.5;
        }
        assertThat(Arrays.stream(noise).average().orElseThrow()).isCloseTo(0, within(0.4));
        assertThat(Arrays.stream(noise).map(x -> x * x).average().orElseThrow()).isCloseTo(1, within(0.5));
        assertThat(cache.load(picture, Flip.HORIZONTAL).values()).isNotEqualTo(latent.values());
    }

    @Test
    void makesALostOrDamagedLatentAnew() throws Exception {
        LatentCache cache = cache(this::encode);
        prepare(cache);
        TrainingImage picture = dataset.training().get(0);
        float[] before = cache.load(picture, Flip.NONE).values();
        for (Path entry : entries()) {
            Files.write(entry, new byte[] {1, 2, 3});
        }

        assertThat(cache.load(picture, Flip.NONE).values()).isEqualTo(before);
        assertThat(encoded).hasSize(13);
        assertThat(prepare(cache)).isEqualTo(11);
    }

    @Test
    void keepsApartEncodersAndBuckets() throws Exception {
        prepare(cache(this::encode));
        LatentCache other = new LatentCache(
                store(),
                new ImageLoader(1 << 26),
                new LatentCache.Encoding(this::encode, ContentHash.of("other"), CHANNELS, 8, AlphaUse.WHITE));

        assertThat(prepare(other)).isEqualTo(12);
        List<TrainingImage> smaller =
                folder.read("resolution", "32", "bucket_reso_steps", 32).training();
        assertThat(cache(tensor -> new float[2 * CHANNELS * 16]).prepare(smaller, BOTH, 1, Progress.NONE))
                .isEqualTo(12);
    }

    @Test
    void followsTheScaleOfItsEncoder() throws Exception {
        LatentCache quarter = new LatentCache(
                store(),
                new ImageLoader(1 << 26),
                new LatentCache.Encoding(
                        tensor -> new float[2 * CHANNELS * 4 * PLACES],
                        ContentHash.of("f4"),
                        CHANNELS,
                        4,
                        AlphaUse.WHITE));
        assertThat(quarter.load(dataset.training().get(0), Flip.NONE).size()).isEqualTo(new PixelSize(16, 16));

        LatentCache odd = new LatentCache(
                store(),
                new ImageLoader(1 << 26),
                new LatentCache.Encoding(this::encode, ContentHash.of("f7"), CHANNELS, 7, AlphaUse.WHITE));
        assertThatThrownBy(() -> prepare(odd))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("bucket 64×64")
                .hasMessageContaining("multiples of 7");
    }

    @Test
    void keepsTheMaskOfTransparentPictures() throws Exception {
        BufferedImage image = new BufferedImage(64, 64, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < 64 * 64; i++) {
            image.setRGB(i % 64, i / 64, i % 64 < 8 ? 0xff102030 : 0x00102030);
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        folder.bytes("mask.png", png.toByteArray()).text("mask.txt", "m");
        TrainingImage picture = folder.read().training().stream()
                .filter(each -> each.name().equals("mask.png"))
                .findFirst()
                .orElseThrow();

        LatentCache masking = new LatentCache(
                store(),
                new ImageLoader(1 << 26),
                new LatentCache.Encoding(this::encode, ContentHash.of("vae"), CHANNELS, 8, AlphaUse.MASK));

        float[] mask = masking.load(picture, Flip.NONE).mask().orElseThrow();
        assertThat(mask).hasSize(PLACES);
        assertThat(mask[0]).isEqualTo(1f);
        assertThat(mask[1]).isEqualTo(0f);
        assertThat(masking.load(picture, Flip.HORIZONTAL).mask().orElseThrow()[7])
                .isEqualTo(1f);
        assertThat(masking.load(dataset.training().get(0), Flip.NONE).mask()).isEmpty();
        assertThat(cache(this::encode).load(picture, Flip.NONE).mask()).isEmpty();
    }

    /** Remembers what it was asked and answers with a Gaussian of standard deviation one half. */
    private float[] encode(PixelTensor tensor) {
        encoded.add(tensor.values()[0] + tensor.values()[63]);
        return moments(0);
    }

    private static float[] moments(float offset) {
        float[] moments = new float[2 * CHANNELS * PLACES];
        for (int i = 0; i < CHANNELS * PLACES; i++) {
            moments[i] = offset + i;
            moments[CHANNELS * PLACES + i] = (float) (2 * Math.log(0.5));
        }
        return moments;
    }

    private int prepare(LatentCache cache) throws InterruptedException {
        return cache.prepare(dataset.training(), BOTH, 2, Progress.NONE);
    }

    private LatentCache cache(LatentEncoder encoder) {
        return new LatentCache(
                store(),
                new ImageLoader(1 << 26),
                new LatentCache.Encoding(encoder, ContentHash.of("vae"), CHANNELS, 8, AlphaUse.WHITE));
    }

    private ContentStore store() {
        return ContentStore.open(temporary.resolve("cache"));
    }

    private List<Path> entries() throws IOException {
        try (Stream<Path> files = Files.walk(temporary.resolve("cache"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private void deleteEntries() throws IOException {
        for (Path entry : entries()) {
            Files.delete(entry);
        }
    }
}
