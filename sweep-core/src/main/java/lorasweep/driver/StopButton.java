package lorasweep.driver;

import java.util.concurrent.atomic.AtomicBoolean;

/** A way to ask a driver of this process, from any thread, to stop. */
public final class StopButton {
    private final AtomicBoolean pressed = new AtomicBoolean();

    /** Asks every pack to save its state and stop; the driver ends when they have. */
    public void press() {
        pressed.set(true);
    }

    boolean isPressed() {
        return pressed.get();
    }
}
