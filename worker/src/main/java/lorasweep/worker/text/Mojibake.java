package lorasweep.worker.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Text in UTF-8 that a program took for Windows-1252: {@code cafÃ©} for {@code café}. A run of
 * characters is read again as UTF-8 if its bytes are valid UTF-8 and nobody writes such a run: a
 * capital letter before a closing quotation mark ({@code CAFÉ”}), or a letter and a hard space before
 * one ({@code été »}), happen to be valid UTF-8 too and stay, unless the whole text consists of such
 * runs and plain ASCII and one of them is certain.
 */
final class Mojibake {
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    /** The bytes of those characters that Windows-1252 has and Latin-1 has not; others are their own bytes. */
    private static final Map<Integer, Integer> BYTES =
            IntStream.range(0x80, 0xA0).boxed().collect(Collectors.toMap(b -> (int) misread(b), b -> b));

    /** The characters that bytes 80 to BF become: what follows the first byte of a UTF-8 sequence. */
    private static final String REST = characters(0x80, 0xBF);

    private static final Pattern SEQUENCE =
            Pattern.compile("[\u00C2-\u00DF][%1$s]|[\u00E0-\u00EF][%1$s]{2}|[\u00F0-\u00F4][%1$s]{3}".formatted(REST));

    /** Signs that do follow a letter or a hard space: closing punctuation of any language, dashes, marks, raised numbers. */
    private static final String FOLLOWING =
            "\u2026\u2018\u2019\u201C\u201D\u2013\u2014\u2122\u203A\u00BB\u00A0\u00A9\u00AE\u00AA\u00BA\u00B9\u00B2\u00B3";

    /**
     * Sequences that nobody writes: the capitals that begin most misread Latin, Greek and Cyrillic
     * letters before any of those characters, four of those characters, a sign that follows neither a
     * letter nor a hard space, and a quotation mark that opens, or closes in German, between letters.
     */
    private static final Pattern STRANGE = Pattern.compile(
            "[\u00C2\u00C3\u00CE\u00D0].|[\u00F0-\u00F4].*|.[^%1$s].*|.[^\u00A0][^%1$s].*|.*[\u2018\u201C](?=\\p{L})"
                    .formatted(FOLLOWING));

    private static final Pattern CONTROL = Pattern.compile("[\u0080-\u009F]");

    /** Sequences without a gap between them; strange if one of them is, or if they are several. */
    private record Run(int begin, int end, boolean strange) {
        int length() {
            return end - begin;
        }
    }

    private Mojibake() {}

    /** The text as it was meant; control characters that Windows-1252 gives a meaning get it. */
    static String repair(String text) {
        List<Run> runs = runs(text);
        boolean anyStrange = runs.stream().anyMatch(Run::strange);
        boolean nothingElse = runs.stream().mapToLong(Run::length).sum()
                == text.chars().filter(c -> c >= 0x80).count();
        StringBuilder repaired = new StringBuilder(text.length());
        int copied = 0;
        for (Run run : runs) {
            String part = text.substring(run.begin, run.end);
            boolean misread = run.strange || (anyStrange && nothingElse);
            repaired.append(text, copied, run.begin).append(misread ? decode(part) : part);
            copied = run.end;
        }
        repaired.append(text, copied, text.length());
        return CONTROL.matcher(repaired)
                .replaceAll(
                        control -> Character.toString(misread(control.group().charAt(0))));
    }

    private static List<Run> runs(String text) {
        List<Run> runs = new ArrayList<>();
        Matcher sequence = SEQUENCE.matcher(text);
        Matcher strangeOne = STRANGE.matcher(text).useTransparentBounds(true);
        boolean found = sequence.find();
        while (found) {
            int begin = sequence.start();
            int end = begin;
            boolean strange = false;
            do {
                strange |= end > begin
                        || strangeOne.region(sequence.start(), sequence.end()).matches();
                end = sequence.end();
                found = sequence.find();
            } while (found && sequence.start() == end);
            runs.add(new Run(begin, end, strange));
        }
        return runs;
    }

    /** The run read as UTF-8, or itself if it is no UTF-8. */
    private static String decode(String run) {
        StringBuilder latin = new StringBuilder(run.length());
        run.chars().map(c -> BYTES.getOrDefault(c, c)).forEach(latin::appendCodePoint);
        ByteBuffer bytes = ByteBuffer.wrap(latin.toString().getBytes(ISO_8859_1));
        try {
            return UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            return run;
        }
    }

    /** What Windows-1252 makes of a byte; the five bytes it does not define become control characters. */
    private static char misread(int b) {
        char c = new String(new byte[] {(byte) b}, WINDOWS_1252).charAt(0);
        return c == '\uFFFD' ? (char) b : c;
    }

    private static String characters(int first, int last) {
        StringBuilder characters = new StringBuilder("\u0080-\u00BF");
        for (int b = first; b <= last; b++) {
            characters.append(misread(b));
        }
        return characters.toString();
    }
}
