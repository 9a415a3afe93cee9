package lorasweep.report.content;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lorasweep.trial.TrialSpec;

/** Settings that are equal in all trials, and those of one trial that are not. */
final class SharedSettings {
    private SharedSettings() {}

    static Map<String, JsonNode> of(List<TrialSpec> specs) {
        if (specs.isEmpty()) {
            return Map.of();
        }
        Map<String, JsonNode> shared = new LinkedHashMap<>(specs.get(0).settings());
        for (TrialSpec spec : specs) {
            Map<String, JsonNode> own = spec.settings();
            shared.entrySet().removeIf(entry -> !entry.getValue().equals(own.get(entry.getKey())));
        }
        return shared;
    }

    static Map<String, JsonNode> own(TrialSpec spec, Map<String, JsonNode> shared) {
        Map<String, JsonNode> own = new LinkedHashMap<>(spec.settings());
        own.keySet().removeAll(shared.keySet());
        return own;
    }
}
