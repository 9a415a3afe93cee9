package lorasweep.plan;

import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Numbers as people write them in grid files. */
public final class WrittenNumber {
    private static final Pattern FORM =
            Pattern.compile("[-+]?(\\d{1,30}(\\.\\d{0,30})?|\\.\\d{1,30})([eE][-+]?\\d{1,3})?");

    private WrittenNumber() {}

    /** The number a text is; empty if it is another text, for example an expression. */
    public static OptionalDouble of(String text) {
        return FORM.matcher(text).matches() ? OptionalDouble.of(Double.parseDouble(text)) : OptionalDouble.empty();
    }
}
