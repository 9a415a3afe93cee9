package lorasweep.dispatch;

import java.io.IOException;

/** An executor's way to its driver. */
public interface DriverLink {
    /**
     * Says something and waits for the answer.
     *
     * @throws IOException if the driver cannot be reached
     */
    Answer ask(Message message) throws IOException;
}
