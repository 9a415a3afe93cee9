package lorasweep.worker.runner;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lorasweep.search.ScoreBoard.Score;
import lorasweep.worker.gallery.Gallery;
import lorasweep.worker.probe.Probes;
import lorasweep.worker.train.PackInputs;
import lorasweep.worker.train.PackMeasures;

/** Everything that is measured and drawn of a pack's trials, and how long it takes. */
final class MeasuredPack implements PackMeasures {
    private final Optional<Probes> probes;
    private final Optional<Gallery> gallery;
    private final Clock clock;

    private MeasuredPack(Optional<Probes> probes, Optional<Gallery> gallery, Clock clock) {
        this.probes = probes;
        this.gallery = gallery;
        this.clock = clock;
    }

    static MeasuredPack of(PackInputs inputs, Clock clock) throws IOException {
        return new MeasuredPack(Probes.of(inputs), Gallery.of(inputs), clock);
    }

    @Override
    public Measured measure(Moment moment, List<Member> members) throws IOException {
        Instant start = clock.instant();
        List<Optional<Score>> scores = new ArrayList<>();
        for (Member member : members) {
            scores.add(
                    probes.isPresent() && probes.get().isDue(member, moment)
                            ? Optional.of(probes.get().measure(moment, member))
                            : Optional.empty());
        }
        Instant measured = clock.instant();
        double sampleSeconds = 0;
        if (gallery.isPresent()) {
            Gallery drawing = gallery.get();
            List<Member> due = members.stream()
                    .filter(member -> drawing.isDue(member, moment))
                    .toList();
            drawing.draw(moment, due);
            sampleSeconds = seconds(measured, clock.instant());
        }
        return new Measured(scores, seconds(start, measured), sampleSeconds);
    }

    private static double seconds(Instant from, Instant until) {
        return Duration.between(from, until).toNanos() / 1e9;
    }
}
