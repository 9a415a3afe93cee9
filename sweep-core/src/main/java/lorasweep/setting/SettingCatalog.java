package lorasweep.setting;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All settings of a record and of the records in it, in the order they are declared. */
public final class SettingCatalog {
    /** Java reads annotations anew at each look. */
    private static final ClassValue<SettingCatalog> KNOWN = new ClassValue<>() {
        @Override
        protected SettingCatalog computeValue(Class<?> root) {
            return new SettingCatalog(root);
        }
    };

    private final Map<String, SettingDefinition> definitions = new LinkedHashMap<>();

    private SettingCatalog(Class<?> root) {
        collect(root, List.of());
    }

    /**
     * Reads the annotations of a record.
     *
     * @throws IllegalStateException if a component is neither a setting nor a record of settings, or if a
     *     name is declared twice
     */
    public static SettingCatalog of(Class<? extends Record> root) {
        return KNOWN.get(root);
    }

    /** The settings in the order they are declared. */
    public Collection<SettingDefinition> settings() {
        return Collections.unmodifiableCollection(definitions.values());
    }

    /** The names in the order they are declared. */
    public Set<String> names() {
        return Collections.unmodifiableSet(definitions.keySet());
    }

    /** The setting of this name. */
    public Optional<SettingDefinition> find(String name) {
        return Optional.ofNullable(definitions.get(name));
    }

    /** The value of every setting that is set, in its normal form, by name in the order declared. */
    public Map<String, JsonNode> values(Record root) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        definitions.forEach((name, definition) -> {
            JsonNode value = definition.valueIn(root);
            if (!value.isNull()) {
                values.put(name, value);
            }
        });
        return values;
    }

    private void collect(Class<?> group, List<RecordComponent> path) {
        for (RecordComponent component : group.getRecordComponents()) {
            List<RecordComponent> extended = new ArrayList<>(path);
            extended.add(component);
            Setting setting = component.getAnnotation(Setting.class);
            if (setting != null) {
                if (definitions.put(setting.value(), new SettingDefinition(setting, extended)) != null) {
                    throw new IllegalStateException("the setting " + setting.value() + " is declared twice");
                }
            } else if (component.getType().isRecord()) {
                collect(component.getType(), extended);
            } else {
                throw new IllegalStateException(group + "." + component.getName() + " is not a setting");
            }
        }
    }
}
