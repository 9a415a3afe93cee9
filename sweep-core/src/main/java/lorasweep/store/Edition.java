package lorasweep.store;

import java.util.Locale;

/**
 * Names the editions of a published folder so that the newest is the last in the order of names. Whoever begins to
 * publish takes the era after the one it finds; a process that was given up and still publishes is in an earlier era,
 * or, where both have found the same, an earlier attempt.
 *
 * @param era from 1
 * @param publisher who publishes, told apart from all others; of two in one era, the later is behind the earlier
 * @param number of the publisher's editions, from 1
 */
record Edition(int era, String publisher, int number) {
    private static final String BETWEEN = "_";

    String text() {
        return String.format(Locale.ROOT, "%06d%s%s%s%06d", era, BETWEEN, publisher, BETWEEN, number);
    }

    /** The era of an edition's name; 0 of no edition. */
    static int era(String text) {
        return text.isEmpty() ? 0 : Integer.parseInt(text.substring(0, text.indexOf(BETWEEN)));
    }

    Edition next() {
        return new Edition(era, publisher, number + 1);
    }
}
