package lorasweep.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import lorasweep.sweep.SweepFolder;

/** How somebody asks the driver of a folder to end, by a file in it. */
public enum StopRequest {
    /** Every pack saves its state and stops. */
    STOP,
    /** Packs that run go on to their end; no other is begun. */
    DRAIN;

    /** Leaves the request in the folder. */
    public void leaveIn(SweepFolder folder) throws IOException {
        Files.writeString(folder.stopFile(), text());
    }

    /** What the file holds. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What a folder's request says; the file is there. */
    static StopRequest read(SweepFolder folder) throws IOException {
        return Files.readString(folder.stopFile()).strip().equalsIgnoreCase(DRAIN.name()) ? DRAIN : STOP;
    }
}
