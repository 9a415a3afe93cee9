package lorasweep.worker.data;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Groups pictures that are nearly the same: being near is taken on from neighbour to neighbour. */
final class NearDuplicates {
    private final int[] leader;

    private NearDuplicates(int count) {
        leader = new int[count];
        for (int i = 0; i < count; i++) {
            leader[i] = i;
        }
    }

    /** The groups, each and all in the order of the images. */
    static Collection<List<TrainingImage>> groups(List<TrainingImage> images) {
        NearDuplicates sets = new NearDuplicates(images.size());
        for (int i = 0; i < images.size(); i++) {
            for (int j = i + 1; j < images.size(); j++) {
                if (images.get(i).likeness().isNear(images.get(j).likeness())) {
                    sets.leader[sets.leaderOf(j)] = sets.leaderOf(i);
                }
            }
        }
        Map<Integer, List<TrainingImage>> groups = new LinkedHashMap<>();
        for (int i = 0; i < images.size(); i++) {
            groups.computeIfAbsent(sets.leaderOf(i), leader -> new ArrayList<>())
                    .add(images.get(i));
        }
        return groups.values();
    }

    private int leaderOf(int index) {
        int at = index;
        while (leader[at] != at) {
            leader[at] = leader[leader[at]];
            at = leader[at];
        }
        return at;
    }
}
