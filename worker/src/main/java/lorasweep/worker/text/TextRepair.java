package lorasweep.worker.text;

import java.text.Normalizer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Undoes what programs do to text on its way into a caption, so that the same words give the same
 * tokens: HTML entities, text in UTF-8 that was read as Windows-1252, ligatures, full-width letters,
 * curly quotes, control characters, and letters composed in different ways (Unicode NFC). What ftfy
 * does with its default settings, as far as text in captions needs it.
 */
final class TextRepair {
    /** Each pass can uncover work for the next (an escaped entity); more passes are an attack. */
    private static final int MAX_PASSES = 20;

    private static final Pattern NEEDS_NOTHING = Pattern.compile("[\\t\\n\\r -%'-~]*");
    private static final Pattern LIGATURE =
            Pattern.compile("[\u0132\u0133\u0149\u01C4-\u01CC\u01F1-\u01F3\uFB00-\uFB06]");
    private static final Pattern OTHER_WIDTH = Pattern.compile("[\u3000\uFF01-\uFFEF]");
    private static final Pattern SINGLE_QUOTE = Pattern.compile("[\u02BC\u2018-\u201B]");
    private static final Pattern DOUBLE_QUOTE = Pattern.compile("[\u201C-\u201F]");
    private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");
    private static final Pattern TERMINAL_ESCAPE = Pattern.compile("\u001B\\[[0-9;]*[a-zA-Z]");

    /** Control characters but tab and line ends; deprecated formatting; byte-order mark; annotations. */
    private static final Pattern CONTROL =
            Pattern.compile("[\u0000-\u0008\u000B\u000E-\u001F\u007F\u206A-\u206F\uFEFF\uFFF9-\uFFFC]");

    private TextRepair() {}

    /** The repaired text. Entities stay from the first line on that holds a {@code <}: it may be markup. */
    static String repair(String text) {
        if (NEEDS_NOTHING.matcher(text).matches()) {
            return text;
        }
        StringBuilder repaired = new StringBuilder(text.length());
        boolean markup = false;
        for (String line : text.split("(?<=\n)", -1)) {
            markup |= line.contains("<");
            repaired.append(repairLine(line, markup));
        }
        return repaired.toString();
    }

    private static String repairLine(String line, boolean markup) {
        String before = line;
        String after = pass(before, markup);
        for (int pass = 1; pass < MAX_PASSES && !after.equals(before); pass++) {
            before = after;
            after = pass(before, markup);
        }
        return after;
    }

    private static String pass(String line, boolean markup) {
        String text = markup ? line : HtmlEntities.unescape(line);
        text = Mojibake.repair(text);
        text = LIGATURE.matcher(text).replaceAll(TextRepair::spelledOut);
        text = OTHER_WIDTH.matcher(text).replaceAll(TextRepair::compatible);
        text = SINGLE_QUOTE.matcher(text).replaceAll("'");
        text = DOUBLE_QUOTE.matcher(text).replaceAll("\"");
        text = LONE_SURROGATE.matcher(text).replaceAll("\uFFFD");
        text = TERMINAL_ESCAPE.matcher(text).replaceAll("");
        text = CONTROL.matcher(text).replaceAll("");
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    private static String spelledOut(MatchResult ligature) {
        return ligature.group().equals("\uFB05") ? "\u017Ft" : compatible(ligature);
    }

    private static String compatible(MatchResult character) {
        return Normalizer.normalize(character.group(), Normalizer.Form.NFKC)
                .replace("\\", "\\\\")
                .replace("$", "\\$");
    }
}
