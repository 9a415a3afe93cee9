package lorasweep.analysis.verdict;

/**
 * Something to try next, on the level of one setting.
 *
 * @param setting its name in the grid file, kohya's where there is one
 * @param from the value now
 * @param to the value to try
 * @param reason why, as a clause without a full stop
 */
public record Advice(String setting, String from, String to, String reason) {
    /** The advice as a person would say it. */
    public String sentence() {
        return "Try " + setting + " " + to + " instead of " + from + ": " + reason + ".";
    }
}
