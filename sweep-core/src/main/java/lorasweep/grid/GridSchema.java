package lorasweep.grid;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import lorasweep.setting.Setting;
import lorasweep.setting.SettingCatalog;
import lorasweep.setting.SettingDefinition;
import lorasweep.setting.SettingSchema;
import lorasweep.trial.KohyaForms;
import lorasweep.trial.SampleSettings;
import lorasweep.trial.TrialSpecCodec;

/**
 * The JSON Schema of grid files, made from the declarations of the settings: what an editor offers is what
 * the program takes. Allows everything the program allows; conditions, expressions and rules between
 * settings are checked by the program alone.
 */
public final class GridSchema {
    private static final SettingCatalog SETTINGS = TrialSpecCodec.catalog();

    private GridSchema() {}

    /** The schema as text. */
    public static String text() {
        return schema().toPrettyString() + "\n";
    }

    private static ObjectNode schema() {
        ObjectNode root = SettingSchema.object();
        root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        root.put("title", "Grid file of a LoRA sweep");
        root.withArray("required").add("version").add("name");
        ObjectNode properties = root.putObject("properties");
        properties.set("version", node("the version of the format").put("const", 1));
        properties.set("name", node("the sweep's name, also of its files").put("type", "string"));
        properties.set("base", reference("pretrained_model_name_or_path"));
        ObjectNode dataset = SettingSchema.object().put("description", "the training images");
        dataset.putObject("properties")
                .<ObjectNode>set("path", reference("train_data_dir"))
                .set("heldout", prefixed("heldout_", "images that are only measured"));
        properties.set("dataset", dataset);
        properties.set("preset", text("a JSON of the kohya_ss GUI or a TOML of sd-scripts; this file wins over it"));
        properties.set(
                "ignore", list("entries of the preset to leave aside though they would change the result", text("")));
        properties.set("train", reference("train"));
        properties.set("grid", reference("axes"));
        properties.set("zip", list("axes that move together", reference("axes")));
        properties.set("exclude", list("conditions; cells for which one holds are left out", text("")));
        properties.set("include", list("cells trained besides", reference("train")));
        properties.set("seeds", list("replicates of every configuration", reference("seed")));
        properties.set("probes", prefixed("probe_", "at what trials are measured"));
        properties.set("samples", described(SampleSettings.class, "pictures drawn of every trial"));
        properties.set("stop", stop());
        properties.set("search", described(SearchSettings.class, "how configurations are chosen"));
        properties.set(
                "pack",
                SettingSchema.of(
                        SettingCatalog.of(PackSettings.class).find("pack").orElseThrow()));
        properties.set("budget", described(BudgetSettings.class, "what the sweep may cost"));
        ObjectNode definitions = root.putObject("$defs");
        definitions.set("train", train());
        definitions.set("axes", axes());
        definitions.set("range", range());
        SETTINGS.settings().forEach(setting -> definitions.set(setting.name(), value(setting)));
        return root;
    }

    private static ObjectNode train() {
        ObjectNode train = SettingSchema.object().put("description", "settings that are the same for every trial");
        ObjectNode properties = train.putObject("properties");
        SETTINGS.names().stream()
                .filter(name -> !name.equals("seed"))
                .forEach(name -> properties.set(name, reference(name)));
        KohyaForms.names().stream().sorted().forEach(name -> properties.set(name, node("as in kohya's sd-scripts")));
        return train;
    }

    private static ObjectNode axes() {
        ObjectNode axes = SettingSchema.object()
                .put("description", "every combination of the axes is trained; the last axis moves fastest");
        ObjectNode properties = axes.putObject("properties");
        properties.set("base", list("", reference("pretrained_model_name_or_path")));
        properties.set("dataset", list("", reference("train_data_dir")));
        for (SettingDefinition setting : SETTINGS.settings()) {
            if (setting.effect() == Setting.Effect.RESULT && !setting.name().equals("seed")) {
                ObjectNode values = list("", reference(setting.name()));
                properties.set(setting.name(), setting.isNumber() ? either(values, reference("range")) : values);
            }
        }
        return axes;
    }

    private static ObjectNode range() {
        ObjectNode number = node("").put("type", "number");
        ObjectNode ends = list("", number).put("minItems", 2).put("maxItems", 2);
        ObjectNode range = SettingSchema.object().put("description", "numbers between two ends, both included");
        range.putObject("properties")
                .<ObjectNode>set("log", ends)
                .<ObjectNode>set("linear", ends)
                .putObject("points")
                .put("type", "integer")
                .put("minimum", 2);
        return range;
    }

    private static ObjectNode either(ObjectNode one, ObjectNode other) {
        ObjectNode either = node("");
        either.withArray("anyOf").add(one).add(other);
        return either;
    }

    private static ObjectNode stop() {
        ObjectNode stop = described(StopSettings.Flags.class, "when trials are ended early");
        ((ObjectNode) stop.get("properties"))
                .<ObjectNode>set("median", rule(MedianRule.class, "by the median of the other trials"))
                .set("asha", rule(HalvingRule.class, "by asynchronous successive halving"));
        return stop;
    }

    private static ObjectNode rule(Class<? extends Record> type, String description) {
        ObjectNode rule = node(description);
        rule.withArray("anyOf")
                .add(described(type, "its settings"))
                .add(JsonNodeFactory.instance.objectNode().put("type", "boolean"));
        return rule;
    }

    private static ObjectNode described(Class<? extends Record> type, String description) {
        return SettingSchema.of(SettingCatalog.of(type)).put("description", description);
    }

    private static ObjectNode prefixed(String prefix, String description) {
        ObjectNode section = SettingSchema.object().put("description", description);
        ObjectNode properties = section.putObject("properties");
        SETTINGS.names().stream()
                .filter(name -> name.startsWith(prefix))
                .forEach(name -> properties.set(name.substring(prefix.length()), reference(name)));
        return section;
    }

    /** A setting's own schema; a number may also be an expression over others. */
    private static ObjectNode value(SettingDefinition setting) {
        ObjectNode own = SettingSchema.of(setting);
        if (!setting.isNumber()) {
            return own;
        }
        ObjectNode either = node(setting.doc());
        own.remove("description");
        either.withArray("anyOf").add(own).add(text("an expression over other settings, such as network_dim / 2"));
        return either;
    }

    private static ObjectNode list(String description, ObjectNode items) {
        ObjectNode list = node(description).put("type", "array");
        list.set("items", items);
        return list;
    }

    private static ObjectNode text(String description) {
        return node(description).put("type", "string");
    }

    private static ObjectNode node(String description) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        return description.isEmpty() ? node : node.put("description", description);
    }

    private static ObjectNode reference(String setting) {
        return JsonNodeFactory.instance.objectNode().put("$ref", "#/$defs/" + setting);
    }
}
