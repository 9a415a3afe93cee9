package lorasweep.worker.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import lorasweep.worker.image.PixelSize;
import lorasweep.worker.store.ContentStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetReaderTest {
    @TempDir
    private Path temporary;

    private Folder folder;

    @BeforeEach
    void begin() throws IOException {
        folder = new Folder(Files.createDirectory(temporary.resolve("data")));
    }

    @Test
    void readsFoldersInKohyasForm() throws Exception {
        folder.image("5_dcai-girl 1girl/a.png", 64, 64, 1, " dcai, smile \nsecond line")
                .image("5_dcai-girl 1girl/b.PNG", 128, 64, 2, "")
                .image("5_dcai-girl 1girl/c.png", 64, 64, 3, "")
                .text("5_dcai-girl 1girl/c.caption", "from caption")
                .image("2_other_class/d.png", 4)
                .text("2_other_class/orphan.txt", "nobody")
                .text("2_other_class/d.npz", "cache")
                .text(".DS_Store", "x");

        Dataset dataset = folder.read("enable_bucket", false);

        assertThat(dataset.training())
                .extracting(image -> image.name() + "|" + image.caption() + "|" + image.repeats())
                .containsExactlyInAnyOrder(
                        "5_dcai-girl 1girl/a.png|dcai, smile|5",
                        "5_dcai-girl 1girl/b.PNG|dcai-girl 1girl|5",
                        "5_dcai-girl 1girl/c.png|from caption|5",
                        "2_other_class/d.png|tag 4|2");
        assertThat(dataset.samples().keySet()).containsExactly(new PixelSize(64, 64));
        assertThat(dataset.samplesPerBucket()).containsExactly(17L);
        assertThat(String.join("\n", DatasetSummary.of(dataset)))
                .contains("dataset: 4 images × repeats = 17 samples an epoch, 0 images held out")
                .contains("├─ 5_dcai-girl 1girl: 3 images × 5, captions for 2 of 3")
                .contains("\"dcai, smile\"")
                .contains("WARNING: 1 image without a caption use \"dcai-girl 1girl\": 5_dcai-girl 1girl/b.PNG")
                .contains("WARNING: only the first line is used of 1 caption file")
                .contains("WARNING: 1 caption file of no image, not used: 2_other_class/orphan.txt")
                .contains("other files, not used: 1 .npz")
                .contains("buckets: mean aspect error 0.2500")
                .contains("64×64: 4 images, 17 samples")
                .contains("most cropped: 5_dcai-girl 1girl/b.PNG, 128×64 to 64×64")
                .contains("held out: none");
    }

    @Test
    void countsAFlatFolderAsOneRepeat() throws Exception {
        folder.image("a.png", 1).image("b.webp", 2);

        assertThat(folder.read().training()).extracting(TrainingImage::repeats).containsExactly(1, 1);
    }

    @Test
    void triesTheGivenEndingFirst() throws Exception {
        folder.image("a.png", 64, 64, 1, "").text("a.tags", "own ending").image("b.png", 2);

        assertThat(folder.read("caption_extension", ".tags").training())
                .extracting(TrainingImage::caption)
                .containsExactlyInAnyOrder("own ending", "tag 2");
    }

    @Test
    void leavesAByteOrderMarkOut() throws Exception {
        folder.image("a.png", 64, 64, 1, "\uFEFFtag");

        assertThat(folder.read().training())
                .singleElement()
                .extracting(TrainingImage::caption)
                .isEqualTo("tag");
    }

    @Test
    void doesNotDependOnNames() throws Exception {
        folder.image("3_x/a.png", 1).image("3_x/b.png", 2);
        Folder renamed = new Folder(Files.createDirectory(temporary.resolve("renamed")));
        renamed.image("3_x y/z.png", 1).image("3_x y/b.png", 2);

        Dataset left = folder.read();
        Dataset right = renamed.read();

        assertThat(right.fingerprint()).isEqualTo(left.fingerprint());
        assertThat(right.training())
                .extracting(TrainingImage::content)
                .isEqualTo(left.training().stream().map(TrainingImage::content).toList());
    }

    @Test
    void equalisesRegularisationImages() throws Exception {
        folder.image("train/3_x/a.png", 1).image("train/3_x/b.png", 2);
        folder.image("reg/1_y/c.png", 3).image("reg/1_y/d.png", 4).image("reg/2_y/e.png", 5);

        Dataset dataset = folder.read(
                "train_data_dir", folder.path().resolve("train").toString(),
                "reg_data_dir", folder.path().resolve("reg").toString());
        List<Sample> samples = dataset.samples().values().iterator().next();

        assertThat(samples).hasSize(12);
        assertThat(samples).filteredOn(Sample::isRegularisation).hasSize(6);
        assertThat(samples.stream()
                        .filter(Sample::isRegularisation)
                        .map(Sample::image)
                        .distinct())
                .hasSize(3);
        assertThat(String.join("\n", DatasetSummary.of(dataset)))
                .contains("= 6 samples + 6 of 3 images for regularisation an epoch")
                .contains("1_y (regularisation): 2 images × 1");
    }

    @Test
    void usesOnlyAsManyRegularisationImagesAsFit() throws Exception {
        folder.image("train/1_x/a.png", 1).image("train/1_x/b.png", 2);
        for (int i = 3; i < 8; i++) {
            folder.image("reg/1_y/" + i + ".png", i);
        }

        Dataset dataset = folder.read(
                "train_data_dir", folder.path().resolve("train").toString(),
                "reg_data_dir", folder.path().resolve("reg").toString());

        assertThat(dataset.samplesPerBucket()).containsExactly(4L);
    }

    @Test
    void countsUsesOfCopiesTogether() throws Exception {
        folder.image("2_x/a.png", 1).image("3_y/copy.png", 1);

        List<Sample> samples = folder.read().samples().values().iterator().next();

        assertThat(samples).extracting(Sample::use).containsExactly(0, 1, 2, 3, 4);
    }

    @Test
    void holdsOutTheSameImagesWhateverTheirNamesAndNeverANearDuplicate() throws Exception {
        for (int i = 0; i < 12; i++) {
            folder.image("4_x/" + i + ".png", 64, 64, i % 10, "c");
        }
        folder.image("4_x/large.png", 96, 96, 0, "c");

        Dataset dataset = folder.read("heldout_min", 3, "heldout_fraction", 0.1);

        assertThat(dataset.heldOut()).hasSize(3);
        assertThat(dataset.training()).hasSize(10);
        for (TrainingImage held : dataset.heldOut()) {
            assertThat(dataset.training()).noneMatch(image -> image.likeness().isNear(held.likeness()));
        }
        assertThat(String.join("\n", DatasetSummary.of(dataset)))
                .contains("held out: "
                        + dataset.heldOut().stream()
                                .map(TrainingImage::name)
                                .sorted()
                                .collect(Collectors.joining(", ")));
    }

    @Test
    void disturbsTheSplitLittleWhenAnImageIsAdded() throws Exception {
        for (int i = 0; i < 20; i++) {
            folder.image(i + ".png", i);
        }
        Set<String> before = names(folder.read("heldout_fraction", 0.2).heldOut());
        folder.image("new.png", 100);
        Set<String> after = names(folder.read("heldout_fraction", 0.2).heldOut());

        assertThat(before).hasSize(4);
        assertThat(after).hasSize(4);
        assertThat(after.stream().filter(before::contains)).hasSizeGreaterThanOrEqualTo(3);
    }

    @Test
    void takesTheHeldOutFolderAsGiven() throws Exception {
        folder.image("data/a.png", 1).image("data/b.png", 2);
        folder.image("heldout/c.png", 3);

        Dataset dataset = folder.read(
                "heldout_min", 2,
                "train_data_dir", folder.path().resolve("data").toString(),
                "heldout_path", folder.path().resolve("heldout").toString());

        assertThat(names(dataset.heldOut())).containsExactly("c.png");
        assertThat(dataset.training()).hasSize(2);
    }

    @Test
    void decodesAnImageItHasSeenOnlyOnce() throws Exception {
        folder.image("a.png", 1);
        ContentStore store = ContentStore.open(temporary.resolve("cache"));
        Dataset first = folder.read(store);
        Path entry;
        try (var files = Files.walk(temporary.resolve("cache"))) {
            entry = files.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
        assertThat(entry.getFileName())
                .hasToString(first.training().get(0).content().hex());

        assertThat(folder.read(store)).isEqualTo(first);
    }

    private static Set<String> names(List<TrainingImage> images) {
        return images.stream().map(TrainingImage::name).collect(Collectors.toSet());
    }
}
