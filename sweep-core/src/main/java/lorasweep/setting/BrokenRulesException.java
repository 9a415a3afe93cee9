package lorasweep.setting;

import java.util.ArrayList;
import java.util.List;

/**
 * Settings that are each in range but do not go together. Thrown by the compact constructor of the
 * record that owns the rule; {@link SettingBinder} turns it into problems with places.
 */
public final class BrokenRulesException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<BrokenRule> rules;

    private BrokenRulesException(List<BrokenRule> rules) {
        super(String.join("\n", rules.stream().map(BrokenRule::message).toList()));
        this.rules = List.copyOf(rules);
    }

    /** The broken rules, never empty. */
    public List<BrokenRule> rules() {
        return rules;
    }

    /**
     * A broken rule.
     *
     * @param setting the setting that most likely has to be changed
     * @param message what was found, what was expected and what to do, in one line
     */
    public record BrokenRule(String setting, String message) {}

    /** Collects what a compact constructor finds, so that all of it is said at once. */
    public static final class Rules {
        private final List<BrokenRule> broken = new ArrayList<>();

        /** Notes a broken rule unless the condition holds. */
        public Rules require(boolean holds, String setting, String message) {
            if (!holds) {
                broken.add(new BrokenRule(setting, message));
            }
            return this;
        }

        /**
         * Ends the check.
         *
         * @throws BrokenRulesException if any rule is broken
         */
        public void check() {
            if (!broken.isEmpty()) {
                throw new BrokenRulesException(broken);
            }
        }
    }
}
