package lorasweep.cli;

import java.util.List;
import java.util.Locale;
import lorasweep.preset.KohyaPreset;
import lorasweep.preset.PresetEntry;

/** What becomes of each entry of a preset, as a table. */
public final class PresetTable {
    private static final int LONGEST_VALUE = 40;

    private PresetTable() {}

    /** The lines of the table. */
    public static List<String> of(KohyaPreset preset) {
        TextTable table = new TextTable("entry", "value", "use", "note");
        for (PresetEntry entry : preset.entries()) {
            table.row(
                    entry.written().name(),
                    shortened(entry.shownValue()),
                    entry.use().name().toLowerCase(Locale.ROOT),
                    entry.note());
        }
        return table.lines();
    }

    private static String shortened(String value) {
        return value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE - 1) + "…";
    }
}
