package lorasweep.plan;

import java.util.ArrayList;
import java.util.Collection;
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
     */
    public static List<Pack> pack(Collection<PlannedTrial> trials, ToIntFunction<PlannedTrial> limit) {
        Map<PackKey, List<PlannedTrial>> groups = new LinkedHashMap<>();
        for (PlannedTrial trial : trials) {
            groups.computeIfAbsent(PackKey.of(trial.spec()), first -> new ArrayList<>())
                    .add(trial);
        }
        List<List<PlannedTrial>> packs = new ArrayList<>();
        for (List<PlannedTrial> group : groups.values()) {
            group.sort(LONGEST_FIRST);
            int most = Math.max(1, group.stream().mapToInt(limit).min().orElse(1));
            int count = (group.size() + most - 1) / most;
            for (int pack = 0; pack < count; pack++) {
                packs.add(group.subList(
                        (int) ((long) group.size() * pack / count), (int) ((long) group.size() * (pack + 1) / count)));
            }
        }
        packs.sort(Comparator.comparing(pack -> pack.get(0), LONGEST_FIRST));
        List<Pack> numbered = new ArrayList<>();
        packs.forEach(pack -> numbered.add(new Pack(numbered.size() + 1, pack)));
        return List.copyOf(numbered);
    }
}
