package lorasweep.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import lorasweep.trial.PackKey;

/**
 * Groups trials into packs: those that can share one ({@link PackKey}) are sorted longest first and cut
 * into packs, so that trials of a pack end at about the same time and the longest pack begins first.
 */
public final class PackPlanner {
    private static final Comparator<PlannedTrial> LONGEST_FIRST =
            Comparator.comparingLong(PlannedTrial::knownSteps).reversed();

    private PackPlanner() {}

    /**
     * The packs of trials, in the order they should be begun.
     *
     * @param limit how many trials of a group may be trained together, given one of them; at least 1
     * @param places how many packs are trained at a time: where there are trials enough, the packs are a multiple, so
     *     that no place is left without one
     */
    public static List<Pack> pack(Collection<PlannedTrial> trials, ToIntFunction<PlannedTrial> limit, int places) {
        Map<PackKey, List<PlannedTrial>> groups = new LinkedHashMap<>();
        for (PlannedTrial trial : trials) {
            groups.computeIfAbsent(PackKey.of(trial.spec()), first -> new ArrayList<>())
                    .add(trial);
        }
        List<Group> all = new ArrayList<>();
        for (List<PlannedTrial> group : groups.values()) {
            group.sort(LONGEST_FIRST);
            int most = Math.max(1, group.stream().mapToInt(limit).min().orElse(1));
            all.add(new Group(group, (group.size() + most - 1) / most));
        }
        fill(all, places);
        List<List<PlannedTrial>> packs = new ArrayList<>();
        all.forEach(group -> packs.addAll(group.cut()));
        packs.sort(Comparator.comparing(pack -> pack.get(0), LONGEST_FIRST));
        List<Pack> numbered = new ArrayList<>();
        packs.forEach(pack -> numbered.add(new Pack(numbered.size() + 1, pack)));
        return List.copyOf(numbered);
    }

    /** Cuts the groups of the largest packs further until every place has as many packs as any other. */
    private static void fill(List<Group> groups, int places) {
        int missing =
                Math.floorMod(-groups.stream().mapToInt(group -> group.packs).sum(), places);
        for (; missing > 0; missing--) {
            Group largest = Collections.max(groups, Comparator.comparingDouble(Group::trialsOfAPack));
            if (largest.packs == largest.trials.size()) {
                return;
            }
            largest.packs++;
        }
    }

    /** Trials that can share a pack, and how many packs are made of them. */
    private static final class Group {
        private final List<PlannedTrial> trials;
        private int packs;

        private Group(List<PlannedTrial> trials, int packs) {
            this.trials = trials;
            this.packs = packs;
        }

        private double trialsOfAPack() {
            return (double) trials.size() / packs;
        }

        private List<List<PlannedTrial>> cut() {
            List<List<PlannedTrial>> cut = new ArrayList<>();
            for (int pack = 0; pack < packs; pack++) {
                cut.add(trials.subList((int) ((long) trials.size() * pack / packs), (int)
                        ((long) trials.size() * (pack + 1) / packs)));
            }
            return cut;
        }
    }
}
