package lorasweep.worker.runner;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lorasweep.search.ScoreBoard.Score;
import lorasweep.worker.probe.Probes;
import lorasweep.worker.train.PackInputs;
import lorasweep.worker.train.PackMeasures;

/** Everything that is measured and drawn of a pack's trials, and how long it takes. */
final class MeasuredPack implements PackMeasures {
    private final Optional<Probes> probes;
    private final Clock clock;

    private MeasuredPack(Optional<Probes> probes, Clock clock) {
        this.probes = probes;
        this.clock = clock;
    }

    static MeasuredPack of(PackInputs inputs, Clock clock) {
        return new MeasuredPack(Probes.of(inputs), clock);
    }

    @Override
    public Measured measure(Moment moment, List<Member> members) throws IOException {
        Instant start = clock.instant();
        List<Optional<Score>> scores = new ArrayList<>();
        for (Member member : members) {
            scores.add(
                    probes.isPresent() && Probes.isDue(member, moment)
                            ? Optional.of(probes.get().measure(moment, member))
                            : Optional.empty());
        }
        return new Measured(scores, Duration.between(start, clock.instant()).toNanos() / 1e9, 0);
    }
}
