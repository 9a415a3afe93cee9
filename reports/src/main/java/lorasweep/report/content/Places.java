package lorasweep.report.content;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import lorasweep.analysis.Leaderboard;
import lorasweep.analysis.Standing;
import lorasweep.trial.TrialId;

/** The standing of each trial's configuration. */
final class Places {
    private final Map<TrialId, Standing> standings = new HashMap<>();

    private Places() {}

    static Places of(Leaderboard board) {
        Places places = new Places();
        for (Standing standing : board.standings()) {
            standing.trials().forEach(trial -> places.standings.put(trial, standing));
        }
        return places;
    }

    Optional<Standing> of(TrialId trial) {
        return Optional.ofNullable(standings.get(trial));
    }
}
