package lorasweep.dispatch;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import lorasweep.trial.TrialId;
import org.jspecify.annotations.Nullable;

/** What an executor says to the driver while it works on a pack. Losing one loses nothing but news. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Message.Claim.class, name = "claim"),
    @JsonSubTypes.Type(value = Message.Beat.class, name = "beat"),
    @JsonSubTypes.Type(value = Message.Measured.class, name = "measured"),
    @JsonSubTypes.Type(value = Message.Ended.class, name = "ended"),
})
public sealed interface Message {
    /** Who says it. */
    Owner owner();

    /** Asks for the pack. Answered with {@link Answer.Kind#GO_ON} or {@link Answer.Kind#ABORT}. */
    record Claim(Owner owner, String executor, String host, String device) implements Message {}

    /** Is alive and this far. Answered with what the pack should do. */
    record Beat(Owner owner, List<Progress> progress) implements Message {
        /** Copies the list. */
        public Beat {
            progress = List.copyOf(progress);
        }
    }

    /**
     * How far a trial is.
     *
     * @param step optimizer updates made
     * @param loss of the last one
     */
    record Progress(TrialId trial, long step, double loss) {}

    /**
     * A trial was measured. Answered with {@link Answer.Kind#PENDING} until the driver has judged it.
     *
     * @param train as in {@link lorasweep.search.ScoreBoard.Score}
     * @param heldout likewise
     */
    record Measured(
            Owner owner,
            TrialId trial,
            int epoch,
            @Nullable Double train,
            @Nullable Double heldout) implements Message {}

    /** A trial's outcome is in its folder. */
    record Ended(Owner owner, TrialId trial) implements Message {}
}
