package lorasweep.worker.data;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import lorasweep.worker.image.PixelSize;

/**
 * A dataset as text: what was found where, which captions belong to what, which sizes come of it, and
 * loudly whatever is easily missed. For people, before a run.
 *
 * <pre>
 * dataset: 18 images × repeats = 90 samples an epoch, 2 images held out
 * ├─ 5_dcai-girl 1girl: 20 images × 5, captions for 18 of 20
 * │    "dcai-girl, 1girl, smile"
 * │    WARNING: 2 images without a caption use "dcai-girl 1girl": a.png, b.png
 * ├─ buckets: mean aspect error 0.0213, 4.1 % of the area cropped away
 * │    448×576: 12 images, 60 samples
 * └─ held out: c.png, d.png
 * </pre>
 */
public final class DatasetSummary {
    private static final String ENTRY = "├─ ";
    private static final String LAST = "└─ ";
    private static final String INSIDE = "│    ";
    private static final String WARNING = INSIDE + "WARNING: ";
    private static final int LONGEST_EXAMPLE = 100;

    private final Dataset dataset;
    private final List<String> lines = new ArrayList<>();

    private DatasetSummary(Dataset dataset) {
        this.dataset = dataset;
    }

    /** The lines of the summary. */
    public static List<String> of(Dataset dataset) {
        DatasetSummary summary = new DatasetSummary(dataset);
        summary.total();
        dataset.folders().forEach(summary::folder);
        summary.buckets();
        summary.heldOut();
        return List.copyOf(summary.lines);
    }

    private void total() {
        long samples =
                dataset.samplesPerBucket().stream().mapToLong(Long::longValue).sum();
        long prior = dataset.samples().values().stream()
                .flatMap(List::stream)
                .filter(Sample::isRegularisation)
                .count();
        String regularisation = prior == 0
                ? ""
                : " + " + prior + " of " + images(dataset.regularisation().size()) + " for regularisation";
        lines.add("dataset: " + images(dataset.training().size()) + " × repeats = " + (samples - prior) + " samples"
                + regularisation + " an epoch, " + images(dataset.heldOut().size()) + " held out");
    }

    private void folder(FolderReport report) {
        ImageFolder folder = report.folder();
        String name = folder.name().isEmpty() ? String.valueOf(folder.path().getFileName()) : folder.name();
        int captioned = report.images() - report.withoutCaption().size();
        lines.add(ENTRY + PrintableName.escape(name) + role(folder.role()) + ": " + images(report.images()) + " × "
                + folder.repeats() + ", captions for " + captioned + " of " + report.images());
        report.examples().forEach(example -> lines.add(INSIDE + "\"" + shortened(example) + "\""));
        if (!report.withoutCaption().isEmpty()) {
            lines.add(WARNING + images(report.withoutCaption().size()) + " without a caption "
                    + (captioned == 0 ? "(all of this folder) " : "") + "use \""
                    + folder.classTokens().orElse("") + "\": " + CaptionSource.some(report.withoutCaption()));
        }
        if (!report.captionsWithoutImage().isEmpty()) {
            lines.add(WARNING + count(report.captionsWithoutImage().size(), "caption file") + " of no image, not used: "
                    + CaptionSource.some(report.captionsWithoutImage()));
        }
        if (report.longerCaptions() > 0) {
            lines.add(WARNING + "only the first line is used of " + count(report.longerCaptions(), "caption file")
                    + " with several lines");
        }
        if (!report.otherFiles().isEmpty()) {
            lines.add(INSIDE + "other files, not used: "
                    + report.otherFiles().entrySet().stream()
                            .map(entry -> entry.getValue() + " "
                                    + (entry.getKey().isEmpty() ? "without ending" : entry.getKey()))
                            .collect(Collectors.joining(", ")));
        }
    }

    private void buckets() {
        double error = dataset.training().stream()
                .mapToDouble(image -> Math.abs(image.aspectError()))
                .average()
                .orElse(0);
        double lost = dataset.training().stream()
                .mapToDouble(image -> image.framing().lostArea())
                .average()
                .orElse(0);
        lines.add(ENTRY
                + String.format(
                        Locale.ROOT,
                        "buckets: mean aspect error %.4f, %.1f %% of the area cropped away",
                        error,
                        100 * lost));
        Map<PixelSize, Long> images = dataset.samples().values().stream()
                .flatMap(List::stream)
                .map(Sample::image)
                .distinct()
                .collect(Collectors.groupingBy(TrainingImage::bucket, Collectors.counting()));
        dataset.samples()
                .forEach((bucket, samples) -> lines.add(INSIDE + bucket + ": " + images(images.getOrDefault(bucket, 0L))
                        + ", " + count(samples.size(), "sample")));
        worstCrop()
                .ifPresent(image -> lines.add(INSIDE
                        + String.format(
                                Locale.ROOT,
                                "most cropped: %s, %s to %s, %.0f %% lost",
                                image.name(),
                                image.size(),
                                image.bucket(),
                                100 * image.framing().lostArea())));
    }

    private Optional<TrainingImage> worstCrop() {
        return dataset.training().stream()
                .filter(image -> image.framing().lostArea() > 0)
                .max(Comparator.comparingDouble(image -> image.framing().lostArea()));
    }

    private void heldOut() {
        String names =
                dataset.heldOut().stream().map(TrainingImage::name).sorted().collect(Collectors.joining(", "));
        lines.add(LAST + "held out: " + (names.isEmpty() ? "none" : names));
    }

    private static String role(ImageRole role) {
        return switch (role) {
            case TRAINING -> "";
            case REGULARISATION -> " (regularisation)";
            case HELD_OUT -> " (held out)";
        };
    }

    private static String shortened(String caption) {
        return caption.length() <= LONGEST_EXAMPLE
                ? caption
                : caption.substring(0, caption.offsetByCodePoints(0, LONGEST_EXAMPLE / 2)) + "…";
    }

    private static String images(long number) {
        return count(number, "image");
    }

    private static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
