package lorasweep.analysis.verdict;

/** The rules behind verdicts, each with what it says. */
public enum Rule {
    NOT_MEASURED("The trial left no measurement on held-out images."),
    NON_FINITE("A loss is not a finite number."),
    TRAIN_ABOVE_BASE("The training images' loss is more than 5 % above the base's."),
    TRAIN_ROSE("The training images' loss rose by more than 25 % from its lowest."),
    NOTHING_LEARNED("The training images' loss is less than 1 % below the base's."),
    WORSE_THAN_BASE("Held-out loss is above the base's by more than the margin."),
    WORSE_AFTER_BEST("Held-out loss at the end is above that of the best moment by more than the margin."),
    BETTER_THAN_BASE("Held-out loss at the best moment is more than 1 % below the base's."),
    STILL_FALLING("A quarter more training would lower held-out loss by more than the margin."),
    FAR_FROM_BEST_TRIAL("Less than half of what the sweep's best trial learned was learned."),
    WEIGHT_BELOW_ONE("Held-out loss is lower at a LoRA weight of 0.75 or less than at 1, by more than the margin."),
    WEIGHT_ABOVE_ONE("Held-out loss is lower at a LoRA weight of 1.25 or more than at 1, by more than the margin."),
    SETTLED("Better than the base, no longer falling, and not above the best by more than the margin."),
    ONLY_TRAIN_IMPROVED("The training images improved, held-out images did not by as much as 1 %."),
    BOTH_ROSE("Held-out and training images' losses rose together: unstable rather than overfit."),
    TIED_WITH_BEST("Held-out loss is within the margin of the best moment's."),
    BEFORE_BEST("Held-out loss is above that of a later moment by more than the margin."),
    TOO_FEW_IMAGES("A single held-out image says nothing about others."),
    TOO_FEW_MOMENTS("Fewer than two trained moments were measured."),
    TOO_CLOSE_TO_CALL("The uncertainty over images is larger than the difference in question.");

    private final String statement;

    Rule(String statement) {
        this.statement = statement;
    }

    /** The rule in one sentence. */
    public String statement() {
        return statement;
    }
}
