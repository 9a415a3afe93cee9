package lorasweep.setting;

import java.util.List;
import java.util.Optional;

/**
 * What came of binding given settings to records.
 *
 * @param value the records, present exactly if there is no problem
 * @param problems everything that must be fixed, one line each with its place
 * @param notes what the user should know although nothing must be fixed, one line each with its place
 */
public record Binding<T>(Optional<T> value, List<String> problems, List<String> notes) {

    /** Copies the lists. */
    public Binding {
        problems = List.copyOf(problems);
        notes = List.copyOf(notes);
        if (value.isPresent() != problems.isEmpty()) {
            throw new IllegalArgumentException("a binding has either a value or problems");
        }
    }
}
