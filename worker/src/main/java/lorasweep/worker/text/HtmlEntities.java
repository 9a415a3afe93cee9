package lorasweep.worker.text;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.parser.Parser;

/** HTML entities that were left in plain text. */
final class HtmlEntities {
    private static final Pattern ENTITY = Pattern.compile("&#?[0-9A-Za-z]{1,24};");

    private HtmlEntities() {}

    /** The text with every complete HTML5 entity replaced, also those whose name is in capitals. */
    static String unescape(String text) {
        return ENTITY.matcher(text).replaceAll(entity -> Matcher.quoteReplacement(character(entity.group())));
    }

    private static String character(String entity) {
        String character = decode(entity);
        if (character.endsWith(";") && entity.equals(entity.toUpperCase(Locale.ROOT))) {
            character = decode(entity.toLowerCase(Locale.ROOT)).toUpperCase(Locale.ROOT);
        }
        return character.endsWith(";") ? entity : character;
    }

    private static String decode(String entity) {
        return Parser.unescapeEntities(entity, false);
    }
}
