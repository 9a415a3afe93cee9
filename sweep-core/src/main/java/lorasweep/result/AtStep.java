package lorasweep.result;

/** A row of a trial's logs: something that was true after an optimizer update. */
public interface AtStep {
    /** Optimizer updates made; 0 before the first. */
    long step();
}
