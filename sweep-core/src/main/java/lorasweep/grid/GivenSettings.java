package lorasweep.grid;

import com.fasterxml.jackson.databind.node.TextNode;
import lorasweep.setting.GivenSetting;

/** Makes given settings. */
final class GivenSettings {
    private GivenSettings() {}

    /** A setting given as text. */
    static GivenSetting text(String name, String value, String place) {
        return new GivenSetting(name, TextNode.valueOf(value), place);
    }
}
