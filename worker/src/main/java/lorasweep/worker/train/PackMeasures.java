package lorasweep.worker.train;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import lorasweep.search.ScoreBoard.Score;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.lora.LoraAdapter;

/**
 * What is measured of a pack's trials at the ends of epochs. Sees copies of their weights, and takes
 * part in no random number of training, so a trial comes out the same whatever is measured.
 */
public interface PackMeasures extends AutoCloseable {
    /** Measures nothing. */
    PackMeasures NONE = (moment, members) ->
            new Measured(members.stream().map(member -> Optional.<Score>empty()).toList(), 0, 0);

    /** Prepares the measures of a pack. */
    @FunctionalInterface
    interface Factory {
        /** The measures of a pack, before its first step. */
        PackMeasures open(PackInputs inputs) throws IOException, InterruptedException;
    }

    /**
     * When something is measured.
     *
     * @param epoch epochs completed, from 1; the last may have been cut short
     * @param step optimizer updates made
     */
    record Moment(int epoch, long step) {}

    /**
     * A trial to measure.
     *
     * @param epochs that its training has, from 1
     * @param isLast whether its training ends here
     * @param lora copies its weights when asked
     */
    record Member(TrialSpec spec, int epochs, boolean isLast, Supplier<List<LoraAdapter>> lora) {}

    /**
     * What came out.
     *
     * @param scores one for each member; empty where none was due
     * @param probeSeconds time spent on numbers, all members together
     * @param sampleSeconds time spent on pictures, likewise
     */
    record Measured(List<Optional<Score>> scores, double probeSeconds, double sampleSeconds) {
        /** Copies the list. */
        public Measured {
            scores = List.copyOf(scores);
        }
    }

    /** Measures what is due and leaves it in the trials' folders. */
    Measured measure(Moment moment, List<Member> members) throws IOException;

    @Override
    default void close() {}
}
