package lorasweep.analysis;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lorasweep.analysis.score.Half;
import lorasweep.trial.Configuration;

/** A configuration: its trials of different seeds, each at its own best moment. */
record Candidate(List<Contender> trials) {
    Candidate {
        trials = List.copyOf(trials);
    }

    /** The contenders by configuration, in the order of the first trial of each. */
    static List<Candidate> of(List<Contender> contenders) {
        Map<Configuration, List<Contender>> byConfiguration = new LinkedHashMap<>();
        for (Contender contender : contenders) {
            byConfiguration
                    .computeIfAbsent(contender.spec().configuration(), configuration -> new ArrayList<>())
                    .add(contender);
        }
        return byConfiguration.values().stream().map(Candidate::new).toList();
    }

    /** Number of seeds. */
    int seeds() {
        return trials.size();
    }

    /** Mean score, over seeds too, as these noises see it: to choose by. */
    double chosenBy(Half half) {
        return trials.stream()
                .mapToDouble(trial -> trial.chosenBy(half))
                .average()
                .orElseThrow();
    }

    /** By image, what these noises report on the other half's choices, the mean over seeds. */
    double[] reported(Half half) {
        return mean(trials.stream().map(trial -> trial.reported(half)).toList());
    }

    /** By image, what is reported and tested, the mean over seeds. */
    double[] reported() {
        return mean(trials.stream().map(Contender::reported).toList());
    }

    private static double[] mean(List<double[]> rows) {
        double[] mean = new double[rows.get(0).length];
        for (double[] row : rows) {
            for (int image = 0; image < mean.length; image++) {
                mean[image] += row[image] / rows.size();
            }
        }
        return mean;
    }

    /** The trial with the lowest score. */
    Contender bestTrial() {
        return Collections.min(trials, Comparator.comparingDouble(trial -> trial.chosenBy(Half.BOTH)));
    }
}
