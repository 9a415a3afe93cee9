package lorasweep.grid;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lorasweep.setting.NearestName;
import lorasweep.setting.SettingDefinition;
import lorasweep.trial.TrialSpecCodec;

/**
 * Arithmetic and conditions over the names of settings, such as {@code network_dim / 2} or
 * {@code network_dim == 64 and unet_lr > 5e-4}. Values are numbers (double), texts and truth values;
 * there are no functions, no assignments and no way to anything outside.
 */
sealed interface Expression {

    /** Where names get their values. */
    @FunctionalInterface
    interface Scope {
        /**
         * The value of a name: a {@code Double}, {@code String} or {@code Boolean}.
         *
         * @throws ExpressionException if there is none
         */
        Object valueOf(String name);
    }

    /**
     * The value: a {@code Double}, {@code String} or {@code Boolean}.
     *
     * @throws ExpressionException if a name has no value or a value is of the wrong kind
     */
    Object evaluate(Scope scope);

    /** The names it uses. */
    List<String> names();

    /**
     * Reads an expression.
     *
     * @throws ExpressionException saying what was found and what was expected
     */
    static Expression parse(String text) {
        return new ExpressionParser(text).parse();
    }

    /**
     * Reads an expression over the names of settings.
     *
     * @throws ExpressionException if it cannot be read or names what is no setting
     */
    static Expression parseOverSettings(String text) {
        Expression expression = parse(text);
        expression.names().forEach(Expression::requireSetting);
        return expression;
    }

    /**
     * The setting of a name.
     *
     * @throws ExpressionException with a suggestion if there is none
     */
    static SettingDefinition requireSetting(String name) {
        return TrialSpecCodec.catalog().find(name).orElseThrow(() -> {
            String suggestion = NearestName.of(name, TrialSpecCodec.catalog().names())
                    .map(near -> " (did you mean \"" + near + "\"?)")
                    .orElse(", expected the name of a setting, a number, or a text in quotes");
            return new ExpressionException("it names \"" + name + "\"" + suggestion);
        });
    }

    /**
     * Evaluates to a number.
     *
     * @throws ExpressionException if the value is no finite number
     */
    default double number(Scope scope) {
        if (evaluate(scope) instanceof Double number) {
            if (Double.isFinite(number)) {
                return number;
            }
            throw new ExpressionException("its value is not finite");
        }
        throw new ExpressionException("its value is no number");
    }

    /**
     * Evaluates to true or false.
     *
     * @throws ExpressionException if the value is neither
     */
    default boolean truth(Scope scope) {
        if (evaluate(scope) instanceof Boolean truth) {
            return truth;
        }
        throw new ExpressionException("its value is neither true nor false; compare with ==, !=, <, <=, > or >=");
    }

    /** A number, text or truth value. */
    record Literal(Object value) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return value;
        }

        @Override
        public List<String> names() {
            return List.of();
        }
    }

    /** The value of a setting. */
    record Name(String name) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return scope.valueOf(name);
        }

        @Override
        public List<String> names() {
            return List.of(name);
        }
    }

    /** {@code not} or unary minus. */
    record Unary(String operator, Expression operand) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return operator.equals("not") ? (Object) !operand.truth(scope) : (Object) (-operand.number(scope));
        }

        @Override
        public List<String> names() {
            return operand.names();
        }
    }

    /** Two operands and what stands between them. */
    record Binary(Operator operator, Expression left, Expression right) implements Expression {
        @Override
        public Object evaluate(Scope scope) {
            return operator.apply(left, right, scope);
        }

        @Override
        public List<String> names() {
            List<String> names = new ArrayList<>(left.names());
            names.addAll(right.names());
            return names;
        }
    }

    /** What can stand between two operands. */
    enum Operator {
        OR,
        AND,
        EQUAL,
        NOT_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL,
        PLUS,
        MINUS,
        TIMES,
        DIVIDED_BY;

        /** The operators as they are written. */
        static final Map<String, Operator> WRITTEN = Map.ofEntries(
                Map.entry("or", OR),
                Map.entry("and", AND),
                Map.entry("==", EQUAL),
                Map.entry("!=", NOT_EQUAL),
                Map.entry("<", LESS),
                Map.entry("<=", LESS_OR_EQUAL),
                Map.entry(">", GREATER),
                Map.entry(">=", GREATER_OR_EQUAL),
                Map.entry("+", PLUS),
                Map.entry("-", MINUS),
                Map.entry("*", TIMES),
                Map.entry("/", DIVIDED_BY));

        Object apply(Expression left, Expression right, Scope scope) {
            return switch (this) {
                case OR -> left.truth(scope) || right.truth(scope);
                case AND -> left.truth(scope) && right.truth(scope);
                case EQUAL -> isEqual(left.evaluate(scope), right.evaluate(scope));
                case NOT_EQUAL -> !isEqual(left.evaluate(scope), right.evaluate(scope));
                case LESS -> left.number(scope) < right.number(scope);
                case LESS_OR_EQUAL -> left.number(scope) <= right.number(scope);
                case GREATER -> left.number(scope) > right.number(scope);
                case GREATER_OR_EQUAL -> left.number(scope) >= right.number(scope);
                case PLUS -> left.number(scope) + right.number(scope);
                case MINUS -> left.number(scope) - right.number(scope);
                case TIMES -> left.number(scope) * right.number(scope);
                case DIVIDED_BY -> left.number(scope) / right.number(scope);
            };
        }

        private static boolean isEqual(Object left, Object right) {
            if (left.getClass() != right.getClass()) {
                throw new ExpressionException("\"" + left + "\" and \"" + right + "\" are of different kinds");
            }
            return left.equals(right);
        }
    }
}
