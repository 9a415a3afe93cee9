package lorasweep.worker.probe;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lorasweep.random.Purpose;
import lorasweep.random.RandomStream;
import lorasweep.result.Band;
import lorasweep.result.Losses;
import lorasweep.result.ProbePlan;
import lorasweep.result.Split;
import lorasweep.trial.ProbeSettings;
import lorasweep.worker.data.Dataset;
import lorasweep.worker.data.TrainingImage;
import lorasweep.worker.store.ContentHash;

/**
 * The probes of a sweep with their pictures. Chosen by the pictures' content alone, so all trials on
 * one dataset have the same ones; another picture in the dataset adds probes or, as one of the twin,
 * takes the place of a single other.
 *
 * @param plan what the results say of it
 * @param images in the plan's order: held-out ones, then the twin
 */
record ProbeSet(ProbePlan plan, List<TrainingImage> images) {
    /** The set is no trial's: its seed is fixed. */
    private static final long SEED = 0;

    private static final int TIMESTEPS = 1000;
    private static final Band DETAIL = new Band("detail", 0, 300);
    private static final Band STRUCTURE = new Band("structure", 300, 700);
    private static final Band COMPOSITION = new Band("composition", 700, 1000);
    private static final List<Band> BANDS = List.of(DETAIL, STRUCTURE, COMPOSITION);

    /** Which gets a timestep first: where the effect of a LoRA bends most along the timesteps (decision 20). */
    private static final List<Band> IN_NEED = List.of(COMPOSITION, DETAIL, STRUCTURE);

    /** The probes of a dataset; empty if no picture is held out and none of the trained ones is wanted. */
    static Optional<ProbeSet> of(ProbeSettings settings, Dataset dataset) {
        List<TrainingImage> heldOut = distinct(dataset.heldOut());
        List<TrainingImage> twin = distinct(dataset.training()).stream()
                .sorted(Comparator.comparingLong(ProbeSet::lot).thenComparing(TrainingImage::content))
                .limit(settings.probeTrainImages())
                .sorted(Comparator.comparing(TrainingImage::content))
                .toList();
        if (heldOut.isEmpty() && twin.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(of(heldOut, twin, spread(settings.probeTimesteps()), settings.probeNoises()));
    }

    private static ProbeSet of(
            List<TrainingImage> heldOut, List<TrainingImage> twin, List<Integer> timesteps, int noises) {
        ProbePlan plan = new ProbePlan(SEED, hashes(heldOut), hashes(twin), timesteps, noises, BANDS);
        return new ProbeSet(plan, Stream.concat(heldOut.stream(), twin.stream()).toList());
    }

    private static List<String> hashes(List<TrainingImage> images) {
        return images.stream().map(image -> image.content().hex()).toList();
    }

    /** Copies of one file are one picture. */
    private static List<TrainingImage> distinct(List<TrainingImage> images) {
        Map<ContentHash, TrainingImage> first = new LinkedHashMap<>();
        images.forEach(image -> first.putIfAbsent(image.content(), image));
        return List.copyOf(first.values());
    }

    private static long lot(TrainingImage image) {
        return RandomStream.of(SEED, Purpose.PROBE_CHOICE, image.content().key())
                .nextLong();
    }

    /**
     * The middles of equal parts of each band; of the noise schedule, where there are fewer than bands. A score is a mean
     * over bands, so a timestep that lies off the middle of its part counts for what it is not.
     */
    static List<Integer> spread(int count) {
        if (count < BANDS.size()) {
            return middles(0, TIMESTEPS, count).boxed().toList();
        }
        Map<Band, Integer> shares = shares(count);
        return BANDS.stream()
                .flatMap(band -> middles(band.from(), band.until(), shares.getOrDefault(band, 0))
                        .boxed())
                .toList();
    }

    private static IntStream middles(int from, int until, int count) {
        return IntStream.range(0, count).map(i -> from + (2 * i + 1) * (until - from) / (2 * count));
    }

    /** How many timesteps each band gets: equally many, and what is left in the order of need. */
    private static Map<Band, Integer> shares(int count) {
        Map<Band, Integer> shares = new HashMap<>();
        for (int given = 0; given < count; given++) {
            Band next = IN_NEED.stream()
                    .filter(band -> shares.getOrDefault(band, 0) < band.until() - band.from())
                    .min(Comparator.comparingInt(band -> shares.getOrDefault(band, 0)))
                    .orElseThrow();
            shares.merge(next, 1, Integer::sum);
        }
        return shares;
    }

    /** The points at which every picture is probed, in the plan's order. */
    List<ProbePoint> points() {
        return plan.timesteps().stream()
                .flatMap(timestep ->
                        IntStream.range(0, plan.noises()).mapToObj(noise -> new ProbePoint(timestep, noise)))
                .toList();
    }

    /**
     * A part of this set with one noise: the first pictures of the split that decides, timesteps evenly
     * out of the plan's.
     *
     * @param mostImages how many pictures at most
     * @param mostProbes how many probes at most, as far as there is one for each picture
     */
    ProbeSet part(int mostImages, int mostProbes) {
        boolean isHeldOut = !plan.heldOut().isEmpty();
        List<TrainingImage> own = images.subList(0, isHeldOut ? plan.heldOut().size() : images.size());
        List<TrainingImage> some = own.subList(0, Math.min(mostImages, own.size()));
        int all = plan.timesteps().size();
        int count = Math.max(1, Math.min(all, mostProbes / some.size()));
        List<Integer> timesteps = IntStream.range(0, count)
                .map(i -> (2 * i + 1) * all / (2 * count))
                .mapToObj(plan.timesteps()::get)
                .toList();
        return isHeldOut ? of(some, List.of(), timesteps, 1) : of(List.of(), some, timesteps, 1);
    }

    /** The losses of a part's probes, out of those of all. */
    Losses ofPart(ProbeSet part, Losses all) {
        List<Float> losses = new ArrayList<>();
        for (Split split : Split.values()) {
            for (String image : part.plan.images(split)) {
                for (int timestep : part.plan.timesteps()) {
                    losses.add(all.at(plan.index(
                            split,
                            plan.images(split).indexOf(image),
                            plan.timesteps().indexOf(timestep),
                            0)));
                }
            }
        }
        float[] values = new float[losses.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = losses.get(i);
        }
        return Losses.of(values);
    }
}
