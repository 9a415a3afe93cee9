package lorasweep.tensorboard;

import java.time.Instant;
import java.util.Map;

/**
 * One message of an event file (tensorflow's {@code event.proto} and {@code summary.proto}): wall time
 * (field 1, double), step (2, int64), and either the file's version (3, string) or a summary (5) of
 * values (1). A value has a tag (1, string) and either a number (2, float) or what a plugin reads (9:
 * metadata of plugin data (1) with the plugin's name (1) and content (2)).
 *
 * @param message its bytes
 */
@SuppressWarnings("ArrayRecordComponent") // written out, never compared
record Event(byte[] message) {
    private static final double NANOS = 1e9;

    /** What every file begins with. */
    static Event version(Instant time) {
        return new Event(begin(time).put(3, "brain.Event:2").bytes());
    }

    /** Values of one step, in the map's order. */
    static Event scalars(long step, Instant time, Map<String, Double> values) {
        Message summary = new Message();
        values.forEach((tag, value) -> summary.put(1, new Message().put(1, tag).put(2, value.floatValue())));
        return new Event(begin(time).put(2, step).put(5, summary).bytes());
    }

    /** What the HParams plugin reads. */
    static Event of(HParams part, Instant time) {
        Message plugin = new Message().put(1, HParams.PLUGIN).put(2, part.content());
        Message value = new Message().put(1, part.tag()).put(9, new Message().put(1, plugin));
        return new Event(begin(time).put(5, new Message().put(1, value)).bytes());
    }

    private static Message begin(Instant time) {
        return new Message().put(1, seconds(time));
    }

    /** Since 1970. */
    static double seconds(Instant time) {
        return time.getEpochSecond() + time.getNano() / NANOS;
    }
}
