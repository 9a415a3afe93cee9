package lorasweep.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lorasweep.trial.StepArithmetic;
import lorasweep.trial.TrialSpec;

/** The image counts of every dataset folder of a grid, each listed once. */
final class DatasetCounts {
    private final Map<Folder, Optional<ImageCount>> counts = new LinkedHashMap<>();
    private final FolderListing listing;

    private record Folder(String path, String captionExtension) {}

    DatasetCounts(FolderListing listing) {
        this.listing = listing;
    }

    /** The training images of a trial; empty if they cannot be counted from here. */
    Optional<ImageCount> training(TrialSpec spec) {
        return count(spec.dataset().trainDataDir(), spec);
    }

    /** How many images of a trial are held out; empty if they cannot be counted from here. */
    Optional<Integer> heldout(TrialSpec spec) {
        Optional<String> path = spec.heldout().heldoutPath();
        return path.isPresent()
                ? count(path.get(), spec).map(ImageCount::images)
                : training(spec).map(count -> spec.heldout().count(count.images()));
    }

    /**
     * The steps of a trial, as if all images shared one bucket: with several buckets and a batch size above
     * 1 there are a few more. Empty if the images cannot be counted from here or there are none.
     */
    Optional<StepArithmetic> steps(TrialSpec spec) {
        Optional<ImageCount> training = training(spec);
        Optional<ImageCount> regularisation = spec.dataset().regDataDir().flatMap(path -> count(path, spec));
        boolean isUnknown = training.isEmpty() || (spec.dataset().regDataDir().isPresent() && regularisation.isEmpty());
        if (isUnknown) {
            return Optional.empty();
        }
        long samples = training.get()
                .samplesWithout(spec.heldout().count(training.get().images()));
        long all = samples
                + regularisation
                        .map(count -> StepArithmetic.regularisationSamples(samples, count.repeats()))
                        .orElse(0L);
        return samples == 0
                ? Optional.empty()
                : Optional.of(StepArithmetic.of(List.of(all), spec.batch(), spec.length()));
    }

    /** Every folder that was counted. */
    Map<String, Optional<ImageCount>> all() {
        Map<String, Optional<ImageCount>> byPath = new LinkedHashMap<>();
        counts.forEach((folder, count) -> byPath.put(folder.path(), count));
        return byPath;
    }

    private Optional<ImageCount> count(String path, TrialSpec spec) {
        Folder folder = new Folder(path, spec.captions().captionExtension());
        return counts.computeIfAbsent(folder, key -> KohyaFolders.count(key.path(), key.captionExtension(), listing));
    }
}
