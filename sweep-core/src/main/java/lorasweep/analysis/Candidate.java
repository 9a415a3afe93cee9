package lorasweep.analysis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lorasweep.analysis.score.Series;
import lorasweep.analysis.statistics.Estimate;
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

    /** Mean score on the selection half: to choose by. */
    double selected() {
        return Estimate.mean(mean(trials.stream().map(Contender::selected).toList()));
    }

    /** Scores by image on the reporting half, the mean over seeds. */
    double[] reported() {
        return mean(trials.stream().map(Contender::reported).toList());
    }

    private static double[] mean(List<Series> rows) {
        double[] mean = new double[rows.get(0).size()];
        for (Series row : rows) {
            for (int image = 0; image < mean.length; image++) {
                mean[image] += row.at(image) / rows.size();
            }
        }
        return mean;
    }

    /** The trial that looks best on the selection half. */
    Contender bestTrial() {
        Contender best = trials.get(0);
        for (Contender trial : trials) {
            if (Estimate.mean(trial.selected().toArray())
                    < Estimate.mean(best.selected().toArray())) {
                best = trial;
            }
        }
        return best;
    }
}
