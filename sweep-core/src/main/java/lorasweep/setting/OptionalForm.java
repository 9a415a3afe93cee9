package lorasweep.setting;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** The three optional types a setting may have. */
enum OptionalForm {
    INT {
        @Override
        Object of(Object value) {
            return OptionalInt.of((Integer) value);
        }

        @Override
        Object unset() {
            return OptionalInt.empty();
        }

        @Override
        Optional<Object> value(Object optional) {
            OptionalInt number = (OptionalInt) optional;
            return number.isPresent() ? Optional.of(number.getAsInt()) : Optional.empty();
        }
    },
    DOUBLE {
        @Override
        Object of(Object value) {
            return OptionalDouble.of((Double) value);
        }

        @Override
        Object unset() {
            return OptionalDouble.empty();
        }

        @Override
        Optional<Object> value(Object optional) {
            OptionalDouble number = (OptionalDouble) optional;
            return number.isPresent() ? Optional.of(number.getAsDouble()) : Optional.empty();
        }
    },
    OBJECT {
        @Override
        Object of(Object value) {
            return Optional.of(value);
        }

        @Override
        Object unset() {
            return Optional.empty();
        }

        @Override
        Optional<Object> value(Object optional) {
            return ((Optional<?>) optional).map(value -> value);
        }
    };

    abstract Object of(Object value);

    abstract Object unset();

    abstract Optional<Object> value(Object optional);
}
