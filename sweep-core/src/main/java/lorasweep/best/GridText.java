package lorasweep.best;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lorasweep.setting.GivenSetting;
import lorasweep.setting.SettingCatalog;
import lorasweep.trial.SampleSettings;

/**
 * A grid file to be written.
 *
 * @param name the sweep's
 * @param settings the same for every trial, by their names in a trial
 * @param axes values by setting
 * @param seeds of every configuration
 * @param samples pictures to draw, if any
 */
record GridText(
        String name,
        Collection<GivenSetting> settings,
        Map<String, List<String>> axes,
        List<String> seeds,
        Optional<SampleSettings> samples) {
    private static final String HELD_OUT = "heldout_";
    private static final String PROBES = "probe_";
    private static final YAMLMapper MAPPER = YAMLMapper.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .build();

    /**
     * The file.
     *
     * @param comment a line to stand at its top
     */
    String yaml(String comment) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("version", 1);
        root.put("name", name);
        ObjectNode dataset = JsonNodeFactory.instance.objectNode();
        ObjectNode heldOut = JsonNodeFactory.instance.objectNode();
        ObjectNode probes = JsonNodeFactory.instance.objectNode();
        ObjectNode train = JsonNodeFactory.instance.objectNode();
        for (GivenSetting setting : settings) {
            String called = setting.name();
            if (called.equals("pretrained_model_name_or_path")) {
                root.set("base", setting.value());
            } else if (called.equals("train_data_dir")) {
                dataset.set("path", setting.value());
            } else if (called.startsWith(HELD_OUT)) {
                heldOut.set(called.substring(HELD_OUT.length()), setting.value());
            } else if (called.startsWith(PROBES)) {
                probes.set(called.substring(PROBES.length()), setting.value());
            } else if (!called.equals("seed")) {
                train.set(called, setting.value());
            }
        }
        putUnlessEmpty(dataset, "heldout", heldOut);
        putUnlessEmpty(root, "dataset", dataset);
        putUnlessEmpty(root, "train", train);
        ObjectNode grid = root.putObject("grid");
        axes.forEach((setting, values) -> add(grid.putArray(setting), values));
        add(root.putArray("seeds"), seeds);
        putUnlessEmpty(root, "probes", probes);
        samples.ifPresent(given -> root.putObject("samples")
                .setAll(SettingCatalog.of(SampleSettings.class).values(given)));
        try {
            return "# " + comment + "\n" + MAPPER.writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a grid of ours cannot be written as YAML", e);
        }
    }

    private static void putUnlessEmpty(ObjectNode parent, String key, ObjectNode child) {
        if (!child.isEmpty()) {
            parent.set(key, child);
        }
    }

    private static void add(ArrayNode array, List<String> values) {
        values.forEach(array::add);
    }
}
