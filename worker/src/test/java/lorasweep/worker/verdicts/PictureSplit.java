package lorasweep.worker.verdicts;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import lorasweep.random.Purpose;
import lorasweep.random.RandomStream;
import lorasweep.worker.image.PerceptualHash;

/**
 * Which pictures are trained on, and which others, in an order of chance, may be held out: none that is
 * nearly the same as one of the trained.
 *
 * @param trained indices of pictures
 * @param others likewise
 */
record PictureSplit(List<Integer> trained, List<Integer> others) {
    /**
     * Splits pictures by chance. Where too few others would be left, near duplicates are trained on
     * together.
     */
    static PictureSplit of(List<Subject.Picture> pictures, long seed, int train, int enough) {
        int[] drawn = RandomStream.of(seed, Purpose.DEMO).permutation(pictures.size());
        List<Integer> order = IntStream.of(drawn).boxed().toList();
        List<PerceptualHash> looks =
                pictures.stream().map(Subject.Picture::likeness).toList();
        PictureSplit split = of(order, looks, order.subList(0, train));
        return split.others.size() >= enough
                ? split
                : of(order, looks, nearTogether(order, looks).subList(0, train));
    }

    private static PictureSplit of(List<Integer> order, List<PerceptualHash> looks, List<Integer> trained) {
        List<Integer> others = order.stream()
                .filter(picture ->
                        trained.stream().noneMatch(one -> looks.get(one).isNear(looks.get(picture))))
                .toList();
        return new PictureSplit(trained, others);
    }

    private static List<Integer> nearTogether(List<Integer> order, List<PerceptualHash> looks) {
        Set<Integer> reached = new LinkedHashSet<>();
        for (int start : order) {
            List<Integer> waiting = new ArrayList<>(List.of(start));
            while (!waiting.isEmpty()) {
                int next = waiting.remove(0);
                if (reached.add(next)) {
                    order.stream()
                            .filter(other -> looks.get(next).isNear(looks.get(other)))
                            .forEach(waiting::add);
                }
            }
        }
        return List.copyOf(reached);
    }
}
