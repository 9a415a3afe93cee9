package lorasweep.worker.verdicts;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How much loss the epochs that several ways choose are above the lowest. */
final class Regrets {
    private final Map<String, List<Double>> byWay = new LinkedHashMap<>();

    void add(String way, double differenceOfScores) {
        byWay.computeIfAbsent(way, w -> new ArrayList<>()).add(Math.expm1(differenceOfScores));
    }

    /** A quantile of a way's regrets: the value below or at which so many of them are. */
    double quantile(String way, double share) {
        List<Double> sorted = new ArrayList<>(byWay.getOrDefault(way, List.of()));
        Collections.sort(sorted);
        return sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
    }

    double mean(String way) {
        return byWay.getOrDefault(way, List.of()).stream()
                .mapToDouble(v -> v)
                .average()
                .orElse(Double.NaN);
    }

    @Override
    public String toString() {
        StringBuilder table = new StringBuilder("Regret: median, 90th percentile, mean\n");
        byWay.keySet()
                .forEach(way -> table.append(String.format(
                        "| %s | %.2f %% | %.2f %% | %.2f %% |%n",
                        way, 100 * quantile(way, 0.5), 100 * quantile(way, 0.9), 100 * mean(way))));
        return table.toString();
    }
}
