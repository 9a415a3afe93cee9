package lorasweep.spark;

import java.io.IOException;
import lorasweep.dispatch.Answer;
import lorasweep.dispatch.Message;
import lorasweep.dispatch.Wire;
import lorasweep.driver.Referee;
import org.apache.spark.api.plugin.DriverPlugin;
import org.jspecify.annotations.Nullable;

/**
 * Hears executors. All messages come one after the other on one thread of Spark's, so the referee answers at
 * once. Nothing but bytes crosses, no exception either: a class of ours that Spark's network thread has to
 * load kills the executor.
 */
final class DriverHalf implements DriverPlugin {
    private static volatile @Nullable Referee referee;

    /** Whom all messages go to from now on; nobody, if null. */
    static void use(@Nullable Referee next) {
        referee = next;
    }

    @Override
    public @Nullable Object receive(Object message) {
        return message instanceof byte[] bytes ? Wire.write(answer(bytes)) : null;
    }

    private static Answer answer(byte[] bytes) {
        Referee present = referee;
        if (present == null) {
            return Answer.ABORT;
        }
        try {
            return present.answer(Wire.read(bytes, Message.class));
        } catch (IOException | RuntimeException e) {
            // Of another version than this driver: its work cannot be used.
            return Answer.ABORT;
        }
    }
}
