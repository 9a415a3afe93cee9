package lorasweep.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lorasweep.setting.SettingDefinition;

/** The paths that a trial reads: base, VAE and folders of images. */
public final class InputPaths {
    private static final List<SettingDefinition> SETTINGS = TrialSpecCodec.catalog().settings().stream()
            .filter(SettingDefinition::isPath)
            .toList();

    private InputPaths() {}

    /** The paths that are in other stores than the machine's file system, by the setting that names them. */
    public static Map<String, String> elsewhere(TrialSpec spec) {
        Map<String, String> paths = new LinkedHashMap<>();
        for (SettingDefinition definition : SETTINGS) {
            definition
                    .unlessDefault(spec)
                    .map(JsonNode::asText)
                    .filter(FilePath::isElsewhere)
                    .ifPresent(path -> paths.put(definition.name(), path));
        }
        return paths;
    }

    /**
     * The trial with other paths. It is another trial, with an id of its own: for opening files, never for naming
     * results.
     *
     * @param copies what each path is replaced by; a path that is not among them stays
     */
    public static TrialSpec replaced(TrialSpec spec, Map<String, String> copies) {
        if (copies.isEmpty()) {
            return spec;
        }
        ObjectNode tree = TrialSpecCodec.tree(spec);
        for (SettingDefinition definition : SETTINGS) {
            JsonNode value = tree.get(definition.name());
            if (value != null && copies.containsKey(value.asText())) {
                tree.put(definition.name(), copies.get(value.asText()));
            }
        }
        return TrialSpecCodec.parse(tree.toString(), "trial " + spec.id());
    }
}
