package lorasweep.worker.data;

/** Which way round a picture is seen. */
public enum Flip {
    /** As it is. */
    NONE,
    /** Left and right exchanged. */
    HORIZONTAL
}
