package lorasweep.worker.data;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lorasweep.trial.InvalidInputException;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.image.Framing;
import lorasweep.worker.image.ImageLoader;
import lorasweep.worker.image.PixelSize;
import lorasweep.worker.store.ContentStore;

/**
 * Reads the pictures that a trial names: {@code train_data_dir}, {@code reg_data_dir} and {@code
 * heldout_path}. Looks at every file, decodes every image, and tells all problems at once. Writes
 * nothing but the store's entries.
 */
public final class DatasetReader {
    /** The most samples an epoch may have, regularisation images included. */
    public static final int MAX_SAMPLES = 2_000_000;

    private static final int EXAMPLES = 3;

    private final ImageCheck check;

    /**
     * A reader.
     *
     * @param store where it is kept that an image has been decoded before
     * @param images loads them
     * @param threads how many images are decoded at the same time
     */
    public DatasetReader(Optional<ContentStore> store, ImageLoader images, int threads) {
        this.check = new ImageCheck(store, images, threads);
    }

    /**
     * Reads a trial's pictures.
     *
     * @throws InvalidInputException naming everything that is wrong
     */
    public Dataset read(TrialSpec spec, Progress progress) throws InterruptedException {
        return new Run(spec).read(progress);
    }

    /** One reading. */
    private final class Run {
        private final TrialSpec spec;
        private final List<String> endings;
        private final Buckets buckets;
        private final Problems problems = new Problems();
        private final List<FolderListing> listings = new ArrayList<>();
        private final Map<FolderListing, CaptionSource> captions = new LinkedHashMap<>();

        Run(TrialSpec spec) {
            this.spec = spec;
            this.endings = CaptionSource.endings(spec.captions().captionExtension());
            this.buckets = Buckets.of(spec.buckets());
        }

        Dataset read(Progress progress) throws InterruptedException {
            list("train_data_dir", Optional.of(spec.dataset().trainDataDir()), ImageRole.TRAINING);
            list("reg_data_dir", spec.dataset().regDataDir(), ImageRole.REGULARISATION);
            list("heldout_path", spec.heldout().heldoutPath(), ImageRole.HELD_OUT);
            for (FolderListing listing : listings) {
                captions.put(listing, CaptionSource.of(listing, endings, problems));
            }
            Map<Path, ImageFacts> facts = check.check(names(), progress, problems);
            List<TrainingImage> images = images(facts);
            problems.check();
            Dataset dataset = split(images);
            problems.check();
            return dataset;
        }

        private void list(String setting, Optional<String> folder, ImageRole role) {
            try {
                folder.map(Path::of).ifPresent(root -> {
                    for (ImageFolder found : DatasetFolders.find(setting, root, role, problems)) {
                        listings.add(FolderListing.read(found, root, new HashSet<>(endings), problems));
                    }
                });
            } catch (InvalidPathException e) {
                problems.add(setting, "\"" + folder.orElse("") + "\", expected the path of a folder; correct it");
            }
        }

        private Map<Path, String> names() {
            Map<Path, String> names = new LinkedHashMap<>();
            for (FolderListing listing : listings) {
                listing.images()
                        .forEach(image -> names.put(image, listing.folder().placeOf(image)));
            }
            return names;
        }

        private List<TrainingImage> images(Map<Path, ImageFacts> facts) {
            List<TrainingImage> images = new ArrayList<>();
            captions.forEach((listing, source) -> {
                for (Path file : listing.images()) {
                    Optional.ofNullable(facts.get(file))
                            .flatMap(known -> image(listing.folder(), source, file, known))
                            .ifPresent(images::add);
                }
            });
            return images;
        }

        private Optional<TrainingImage> image(ImageFolder folder, CaptionSource source, Path file, ImageFacts facts) {
            String name = folder.nameOf(file);
            Optional<Framing> framing = buckets.frame(facts.size());
            if (framing.isEmpty()) {
                problems.add(name, tooSmall(facts.size()));
            }
            return framing.map(frame -> new TrainingImage(
                    name,
                    file,
                    facts.content(),
                    facts.size(),
                    facts.likeness(),
                    frame,
                    source.captions().getOrDefault(file, ""),
                    Optional.ofNullable(source.files().get(file)),
                    folder.repeats(),
                    folder.role()));
        }

        private String tooSmall(PixelSize size) {
            int step = spec.buckets().bucketResoSteps();
            return "\"" + size + "\" pixels leave less than one step of " + step
                    + " in a bucket, expected a larger or less narrow image; enlarge it, lower bucket_reso_steps or set "
                    + "bucket_no_upscale to false";
        }

        private Dataset split(List<TrainingImage> images) {
            List<TrainingImage> training = withRole(images, ImageRole.TRAINING);
            List<TrainingImage> heldOut = withRole(images, ImageRole.HELD_OUT);
            HeldoutSplit split = new HeldoutSplit(training, heldOut);
            if (spec.heldout().heldoutPath().isPresent()) {
                HeldoutSplit.refuseStraddling(training, heldOut, problems);
            } else {
                split = HeldoutSplit.of(training, spec.heldout(), problems);
            }
            long samples = 2 * Sample.total(split.training());
            if (samples > MAX_SAMPLES) {
                problems.add(
                        "train_data_dir",
                        "images times repeats are \"" + samples / 2 + "\", expected at most " + MAX_SAMPLES / 2
                                + "; lower the repeats");
            }
            problems.check();
            return Dataset.of(reports(), split.training(), withRole(images, ImageRole.REGULARISATION), split.heldOut());
        }

        private static List<TrainingImage> withRole(List<TrainingImage> images, ImageRole role) {
            return images.stream().filter(image -> image.role() == role).toList();
        }

        private List<FolderReport> reports() {
            List<FolderReport> reports = new ArrayList<>();
            captions.forEach((listing, source) -> reports.add(new FolderReport(
                    listing.folder(),
                    listing.images().size(),
                    source.without(),
                    listing.captionsWithoutImage(),
                    source.longer(),
                    listing.images().stream()
                            .map(image -> source.captions().getOrDefault(image, ""))
                            .limit(EXAMPLES)
                            .toList(),
                    listing.others())));
            return reports;
        }
    }
}
