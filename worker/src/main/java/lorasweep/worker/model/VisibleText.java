package lorasweep.worker.model;

/**
 * Text of unknown origin made fit for a terminal or a log: whatever could move the cursor, hide text
 * or reverse its direction is shown as an escape instead.
 */
public final class VisibleText {
    private static final int QUOTED_CHARACTERS = 120;

    private VisibleText() {}

    /** The text with control, format, surrogate and line-separating characters as {@code \}{@code uXXXX}. */
    public static String of(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (c == '\n') {
                visible.append("\\n");
            } else if (c == '\t') {
                visible.append("\\t");
            } else if (isHidden(c)) {
                visible.append("\\u%04x".formatted(c));
            } else {
                visible.appendCodePoint(c);
            }
        });
        return visible.toString();
    }

    /** The same in double quotes, shortened to 120 characters. */
    public static String quote(String text) {
        boolean cut = text.codePointCount(0, text.length()) > QUOTED_CHARACTERS;
        String shown = cut ? text.substring(0, text.offsetByCodePoints(0, QUOTED_CHARACTERS)) : text;
        return '"' + of(shown) + (cut ? "...\"" : "\"");
    }

    private static boolean isHidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }
}
