package lorasweep.setting;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns settings that somebody wrote into the records that declare them, and says everything that is
 * wrong with them at once.
 *
 * @param <T> the root record
 */
public final class SettingBinder<T extends Record> {
    private final Class<T> root;
    private final SettingCatalog catalog;
    private final Map<Class<?>, Constructor<?>> constructors = new HashMap<>();
    private final Map<Class<?>, List<Part>> parts = new HashMap<>();

    /**
     * A component of a record, kept because Java reads its annotations anew at each look.
     *
     * @param setting the setting it is; empty if it is a record of settings
     */
    private record Part(Class<?> type, Optional<String> setting) {}

    private SettingBinder(Class<T> root) {
        this.root = root;
        this.catalog = SettingCatalog.of(root);
        findConstructors(root);
    }

    /** A binder for a record whose components are settings or records of settings. */
    public static <T extends Record> SettingBinder<T> of(Class<T> root) {
        return new SettingBinder<>(root);
    }

    /** The settings of the root record. */
    public SettingCatalog catalog() {
        return catalog;
    }

    /**
     * Binds given settings; a setting that is not given, or given as null, takes its default.
     *
     * @param given in the order written
     * @param place where a missing setting should have been, for messages, for example the file's name
     */
    public Binding<T> bind(Collection<GivenSetting> given, String place) {
        Attempt attempt = new Attempt(place);
        given.forEach(attempt::accept);
        Object value = attempt.construct(root);
        Optional<T> bound = Optional.ofNullable(value)
                .filter(made -> attempt.problems.isEmpty())
                .map(root::cast);
        return new Binding<>(bound, attempt.problems, attempt.notes);
    }

    private void findConstructors(Class<?> group) {
        RecordComponent[] components = group.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            constructors.put(group, group.getConstructor(types));
        } catch (NoSuchMethodException hidden) {
            throw new IllegalStateException(group + " is not public", hidden);
        }
        List<Part> found = Arrays.stream(components)
                .map(component -> new Part(
                        component.getType(),
                        Optional.ofNullable(component.getAnnotation(Setting.class))
                                .map(Setting::value)))
                .toList();
        parts.put(group, found);
        found.stream().filter(part -> part.setting().isEmpty()).forEach(part -> findConstructors(part.type()));
    }

    /** One binding under way. */
    private final class Attempt {
        private final String place;
        private final Map<String, GivenSetting> given = new HashMap<>();
        private final List<String> problems = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();
        private final Map<String, Optional<Object>> values = new HashMap<>();

        Attempt(String place) {
            this.place = place;
        }

        void accept(GivenSetting setting) {
            if (catalog.find(setting.name()).isEmpty()) {
                problems.add(setting.place() + ": unknown setting \"" + setting.name() + "\"; "
                        + NearestName.suggestion(setting.name(), catalog.names()));
            } else if (given.put(setting.name(), setting) != null) {
                problems.add(setting.place() + ": " + setting.name() + " is given twice; remove one.");
            }
        }

        /** The record, or null if it cannot be made; then problems say why. */
        @Nullable
        Object construct(Class<?> group) {
            List<Part> components = Objects.requireNonNull(parts.get(group));
            @Nullable Object[] arguments = new @Nullable Object[components.size()];
            boolean isComplete = true;
            for (int i = 0; i < arguments.length; i++) {
                Part part = components.get(i);
                arguments[i] = part.setting().isPresent() ? value(part.setting().get()) : construct(part.type());
                isComplete &= arguments[i] != null;
            }
            return isComplete ? construct(group, arguments) : null;
        }

        private @Nullable Object construct(Class<?> group, @Nullable Object[] arguments) {
            try {
                return Objects.requireNonNull(constructors.get(group)).newInstance(arguments);
            } catch (InvocationTargetException refused) {
                if (!(refused.getCause() instanceof BrokenRulesException broken)) {
                    throw new IllegalStateException("cannot make " + group, refused);
                }
                broken.rules().forEach(rule -> problems.add(placeOf(rule.setting()) + ": " + rule.message()));
                return null;
            } catch (InstantiationException | IllegalAccessException hidden) {
                throw new IllegalStateException("cannot make " + group, hidden);
            }
        }

        private @Nullable Object value(String name) {
            Optional<Object> known = values.get(name);
            if (known == null) {
                known = Optional.ofNullable(determine(name));
                values.put(name, known);
            }
            return known.orElse(null);
        }

        private @Nullable Object determine(String name) {
            SettingDefinition definition = catalog.find(name).orElseThrow();
            GivenSetting written = given.get(name);
            if (written != null && !written.value().isNull()) {
                return read(definition, written);
            }
            if (definition.sameAs().isPresent()) {
                return value(definition.sameAs().get());
            }
            if (definition.isRequired()) {
                problems.add(placeOf(name) + ": " + name + " is missing, expected "
                        + definition.type().expected() + " (" + definition.doc() + ").");
                return null;
            }
            return definition.unsetOrDefault();
        }

        private @Nullable Object read(SettingDefinition definition, GivenSetting written) {
            List<String> said = new ArrayList<>();
            try {
                Object value = definition.read(written.value(), said);
                said.forEach(note -> notes.add(written.place() + ": " + note));
                return value;
            } catch (IllegalArgumentException mismatch) {
                problems.add(definition.problem(written, mismatch));
                return null;
            }
        }

        private String placeOf(String name) {
            GivenSetting written = given.get(name);
            return written == null ? place : written.place();
        }
    }
}
