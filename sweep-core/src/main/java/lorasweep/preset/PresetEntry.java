package lorasweep.preset;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import lorasweep.setting.GivenSetting;

/**
 * One entry of a preset and what becomes of it.
 *
 * @param written as the preset has it
 * @param use what becomes of it
 * @param means the settings it stands for; empty unless used
 * @param note why, or what to do instead; may be empty
 */
public record PresetEntry(GivenSetting written, Use use, List<GivenSetting> means, String note) {

    /** Copies the list. */
    public PresetEntry {
        means = List.copyOf(means);
    }

    static PresetEntry used(GivenSetting written, String note) {
        return new PresetEntry(written, Use.USED, List.of(written), note);
    }

    static PresetEntry usedAs(GivenSetting written, GivenSetting meant, String note) {
        return new PresetEntry(written, Use.USED, List.of(meant), note);
    }

    static PresetEntry ignored(GivenSetting written, String note) {
        return new PresetEntry(written, Use.IGNORED, List.of(), note);
    }

    static PresetEntry unsupported(GivenSetting written, String note) {
        return new PresetEntry(written, Use.UNSUPPORTED, List.of(), note);
    }

    /** The value as written, for people; those of keys and tokens are not shown. */
    public String shownValue() {
        JsonNode value = written.value();
        boolean isSecret = written.name().endsWith("_key") || written.name().endsWith("_token");
        if (isSecret) {
            return "(hidden)";
        }
        return value.isValueNode() ? value.asText() : value.toString();
    }

    PresetEntry withUse(Use other, String why) {
        return new PresetEntry(written, other, List.of(), why);
    }

    /** What becomes of an entry. */
    public enum Use {
        /** It is a setting of ours. */
        USED,
        /** It is a setting of ours, but the grid file or trial says otherwise. */
        OVERRIDDEN,
        /** It cannot change the result here. */
        IGNORED,
        /** It would change the result and is not supported. */
        UNSUPPORTED
    }
}
