package lorasweep.setting;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A setting: the one home of its name, range, default and description. Its type is the type of the
 * annotated record component: {@code int}, {@code long}, {@code double}, {@code boolean},
 * {@code String}, an enum that is a {@link SettingChoice}, a {@link SettingText}, {@code Optional}
 * forms of these, or a {@code List} of them.
 *
 * <p>A component of an optional type without a default is unset until it is given. A component of any
 * other type without {@link #byDefault()} and {@link #sameAs()} must be given.
 *
 * <p>A default, once released, is never changed: settings at their default are left out of a trial's
 * canonical form, so that adding a setting keeps the identity of every earlier trial.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {

    /** Stands for "no default". */
    String NONE = "\0";

    /** The name users write. */
    String value();

    /** What it does, in one line for users; units and what 0 means included. */
    String doc();

    /** The default, written as a user would write it. */
    String byDefault() default NONE;

    /** The setting of the same record whose value is the default, for example {@code learning_rate}. */
    String sameAs() default NONE;

    /** Least allowed number. */
    double min() default Double.NEGATIVE_INFINITY;

    /** Greatest allowed number. */
    double max() default Double.POSITIVE_INFINITY;

    /** The number must be greater than this. */
    double above() default Double.NEGATIVE_INFINITY;

    /** The number must be less than this. */
    double below() default Double.POSITIVE_INFINITY;

    /** The only values allowed, if any are listed. */
    String[] oneOf() default {};

    /** Values that users may reasonably ask for and that are refused with a reason. */
    Refusal[] refuses() default {};

    /** Other spellings of allowed values. */
    Synonym[] synonyms() default {};

    /** Whether it names a file or folder. */
    boolean isPath() default false;

    /** Whether the setting can change what is trained or measured. */
    Effect effect() default Effect.RESULT;

    /** A value that is refused with a reason. */
    @interface Refusal {
        /** The value, compared without regard to case. */
        String value();

        /** Why it is refused and what to do instead, the end of a sentence. */
        String because();
    }

    /** Another spelling of an allowed value. */
    @interface Synonym {
        /** The spelling, compared without regard to case. */
        String value();

        /** The value it stands for. */
        String means();

        /** What to tell the user who wrote it; empty if there is nothing to say. */
        String note() default "";
    }

    /** What depends on a setting. */
    enum Effect {
        /** Part of a trial's identity: another value is another trial. */
        RESULT,
        /** Speed, memory or file names only: not part of a trial's identity. */
        EXECUTION
    }
}
