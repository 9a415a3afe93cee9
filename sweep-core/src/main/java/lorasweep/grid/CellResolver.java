package lorasweep.grid;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lorasweep.setting.Binding;
import lorasweep.setting.GivenSetting;
import lorasweep.setting.NormalNumber;
import lorasweep.setting.SettingDefinition;
import lorasweep.trial.KohyaForms;
import lorasweep.trial.TrialSpec;
import lorasweep.trial.TrialSpecCodec;

/**
 * Turns a cell into a trial: puts its values over those that are the same for every trial, evaluates
 * values that are given as expressions over others, and binds the result. Keeps the expressions it has
 * read, so use one for a whole grid.
 */
public final class CellResolver {
    private static final MathContext TWELVE_DIGITS = new MathContext(12);

    private final Map<String, GivenSetting> constants = new LinkedHashMap<>();
    private final List<String> problemsOfConstants = new ArrayList<>();
    private final String place;
    private final Map<String, Expression> expressions = new HashMap<>();

    /**
     * A resolver for one grid.
     *
     * @param constants the settings that are the same for every trial
     * @param place the file's name, for messages
     */
    public CellResolver(Collection<GivenSetting> constants, String place) {
        this.place = place;
        KohyaForms.expand(constants, problemsOfConstants).forEach(given -> this.constants.put(given.name(), given));
    }

    /** The trial of a cell with its seed among the values, or everything that is wrong with it. */
    public Binding<TrialSpec> resolve(List<GivenSetting> values) {
        Attempt attempt = new Attempt();
        attempt.given.putAll(constants);
        values.forEach(value -> attempt.given.put(value.name(), value));
        List<GivenSetting> evaluated = attempt.given.keySet().stream().toList().stream()
                .map(attempt::evaluated)
                .flatMap(Optional::stream)
                .toList();
        Binding<TrialSpec> bound = TrialSpecCodec.bind(evaluated, place);
        Set<String> problems = new LinkedHashSet<>(problemsOfConstants);
        problems.addAll(attempt.problems);
        problems.addAll(bound.problems());
        return new Binding<>(
                problems.isEmpty() ? bound.value() : Optional.empty(), List.copyOf(problems), bound.notes());
    }

    /** Whether a value is an expression: a text, other than a number, for a setting that is a number. */
    public static boolean isExpression(GivenSetting given) {
        Optional<SettingDefinition> definition = TrialSpecCodec.catalog().find(given.name());
        String text = given.value().isTextual() ? given.value().asText().strip() : "";
        return definition.isPresent()
                && definition.get().isNumber()
                && !text.isEmpty()
                && text.chars().anyMatch(c -> Character.isLetter(c) || c == '(' || c == '*' || c == '/')
                && definition.get().problem(given).isPresent();
    }

    /** The line that says why an expression has no value. */
    static String problem(GivenSetting setting, ExpressionException reason) {
        String expected = TrialSpecCodec.catalog()
                .find(setting.name())
                .map(definition -> definition.type().expected())
                .orElse("a number");
        return setting.place() + ": " + setting.name() + " is \""
                + setting.value().asText() + "\", expected " + expected + " or an expression over settings, but "
                + reason.reason() + ".";
    }

    /** One cell under way. */
    private final class Attempt {
        private final Map<String, GivenSetting> given = new LinkedHashMap<>();
        private final List<String> problems = new ArrayList<>();
        private final Set<String> underWay = new LinkedHashSet<>();

        /** A setting with its expression, if it has one, replaced by its value; empty after a problem. */
        Optional<GivenSetting> evaluated(String name) {
            GivenSetting setting = given.get(name);
            if (setting == null || !isExpression(setting)) {
                return Optional.ofNullable(setting);
            }
            try {
                GivenSetting number = setting.withValue(DecimalNode.valueOf(number(setting)));
                given.put(name, number);
                return Optional.of(number);
            } catch (ExpressionException reason) {
                problems.add(problem(setting, reason));
                return Optional.empty();
            }
        }

        private BigDecimal number(GivenSetting setting) {
            if (!underWay.add(setting.name())) {
                throw new ExpressionException("it depends on itself");
            }
            try {
                double value = expressions
                        .computeIfAbsent(setting.value().asText(), Expression::parse)
                        .number(this::valueOf);
                return NormalNumber.of(new BigDecimal(value).round(TWELVE_DIGITS));
            } finally {
                underWay.remove(setting.name());
            }
        }

        private Object valueOf(String name) {
            SettingDefinition definition = Expression.requireSetting(name);
            GivenSetting setting = given.get(name);
            if (setting != null && isExpression(setting)) {
                return number(setting).doubleValue();
            }
            if (setting != null
                    && definition.problem(setting).isEmpty()
                    && !setting.value().isNull()) {
                return Values.of(definition.normal(setting.value()));
            }
            JsonNode byDefault = definition.defaultValue();
            if (definition.sameAs().isPresent()) {
                return valueOf(definition.sameAs().get());
            }
            if (byDefault.isNull()) {
                throw new ExpressionException(name + " is not set");
            }
            return Values.of(byDefault);
        }
    }
}
