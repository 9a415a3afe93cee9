package lorasweep.grid;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import lorasweep.setting.GivenSetting;
import lorasweep.setting.NearestName;

/**
 * Keys with values somewhere in a grid file.
 *
 * @param title what a message calls it, for example {@code dataset}; empty for the file as a whole
 * @param mapping the keys
 * @param place the file's name
 * @param problems receives a line for everything that is wrong
 */
record Section(String title, YamlNode.Mapping mapping, String place, List<String> problems) {

    /** Reports keys that do not belong here. */
    void allow(Collection<String> keys) {
        mapping.entries().forEach((key, entry) -> {
            if (!keys.contains(key)) {
                String where = title.isEmpty() ? "" : " under " + title;
                problems.add(at(entry.line()) + "unknown key \"" + key + "\"" + where + "; "
                        + NearestName.suggestion(key, keys));
            }
        });
    }

    /** The entry of a key; empty if it is missing or has no value. */
    Optional<YamlNode.Entry> entry(String key) {
        return Optional.ofNullable(mapping.entries().get(key))
                .filter(entry -> !(entry.value() instanceof YamlNode.Scalar scalar && scalar.isNull()));
    }

    /** The value of a key that is a text. */
    Optional<YamlNode.Scalar> scalar(String key, String expected) {
        return entry(key).flatMap(entry -> scalar(entry.value(), key, expected));
    }

    /** A node that is a text. */
    Optional<YamlNode.Scalar> scalar(YamlNode node, String name, String expected) {
        if (node instanceof YamlNode.Scalar scalar && !scalar.isNull()) {
            return Optional.of(scalar);
        }
        refuse(node.line(), name + " is " + node.kind() + ", expected " + expected + ".");
        return Optional.empty();
    }

    /** The value of a key that is a section of its own. */
    Optional<Section> section(String key) {
        return entry(key).flatMap(entry -> section(entry.value(), key));
    }

    /** A node that is a section of its own. */
    Optional<Section> section(YamlNode node, String name) {
        if (node instanceof YamlNode.Mapping inner) {
            return Optional.of(new Section(name, inner, place, problems));
        }
        refuse(node.line(), name + " is " + node.kind() + ", expected keys with values.");
        return Optional.empty();
    }

    /** The elements of a key that is a list; none if it is missing. */
    List<YamlNode> list(String key, String expected) {
        Optional<YamlNode.Entry> entry = entry(key);
        if (entry.isEmpty()) {
            return List.of();
        }
        if (entry.get().value() instanceof YamlNode.Sequence sequence) {
            return sequence.elements();
        }
        refuse(entry.get().line(), key + " is " + entry.get().value().kind() + ", expected a list: " + expected + ".");
        return List.of();
    }

    /** All keys as settings of these names. */
    List<GivenSetting> settings() {
        List<GivenSetting> settings = new ArrayList<>();
        mapping.entries()
                .forEach((key, entry) ->
                        settings.add(new GivenSetting(key, entry.value().tree(), place + ":" + entry.line())));
        return settings;
    }

    void refuse(int line, String problem) {
        problems.add(at(line) + problem);
    }

    private String at(int line) {
        return place + ":" + line + ": ";
    }
}
