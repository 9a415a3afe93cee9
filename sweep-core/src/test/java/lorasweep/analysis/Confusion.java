package lorasweep.analysis;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import lorasweep.analysis.verdict.Verdict;

/** How often each truth was called what. */
public final class Confusion {
    private final Map<Verdict, Map<Verdict, Integer>> counts = new EnumMap<>(Verdict.class);

    public void add(Verdict truth, Verdict said) {
        counts.computeIfAbsent(truth, t -> new EnumMap<>(Verdict.class)).merge(said, 1, Integer::sum);
    }

    private int count(Verdict truth, Verdict said) {
        return counts.getOrDefault(truth, Map.of()).getOrDefault(said, 0);
    }

    /** Share of right ones among those that were not called inconclusive. */
    public double accuracy() {
        int right = 0;
        int conclusive = 0;
        for (Verdict truth : Verdict.values()) {
            for (Verdict said : Verdict.values()) {
                if (said != Verdict.INCONCLUSIVE) {
                    conclusive += count(truth, said);
                    right += truth == said ? count(truth, said) : 0;
                }
            }
        }
        return (double) right / conclusive;
    }

    public double inconclusive() {
        int all = 0;
        int open = 0;
        for (Verdict truth : Verdict.values()) {
            for (Verdict said : Verdict.values()) {
                all += count(truth, said);
                open += said == Verdict.INCONCLUSIVE ? count(truth, said) : 0;
            }
        }
        return (double) open / all;
    }

    @Override
    public String toString() {
        StringBuilder table = new StringBuilder(String.format(Locale.ROOT, "%n%-14s", "truth \\ said"));
        for (Verdict said : Verdict.values()) {
            table.append(String.format(Locale.ROOT, "%14s", said));
        }
        for (Verdict truth : counts.keySet()) {
            table.append(String.format(Locale.ROOT, "%n%-14s", truth));
            for (Verdict said : Verdict.values()) {
                table.append(String.format(Locale.ROOT, "%14d", count(truth, said)));
            }
        }
        return table.append(String.format(
                        Locale.ROOT,
                        "%nright among the conclusive %.1f %%, inconclusive %.1f %%",
                        100 * accuracy(),
                        100 * inconclusive()))
                .toString();
    }
}
