package lorasweep.setting;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;

/** The static {@code parse(String)} of a {@link SettingText}. */
record SettingTextParser(Method method) {

    static SettingTextParser of(Class<?> type) {
        try {
            Method parse = type.getMethod("parse", String.class);
            if (Modifier.isStatic(parse.getModifiers())) {
                return new SettingTextParser(parse);
            }
        } catch (NoSuchMethodException missing) {
            // said below
        }
        throw new IllegalStateException(type + " has no public static method parse(String)");
    }

    Object parse(String text) {
        try {
            return method.invoke(null, text);
        } catch (InvocationTargetException refused) {
            if (refused.getCause() instanceof IllegalArgumentException mismatch) {
                throw mismatch;
            }
            throw new IllegalStateException(refused);
        } catch (IllegalAccessException hidden) {
            throw new IllegalStateException(hidden);
        }
    }

    /** What it says when it cannot read an empty text. */
    String expected() {
        try {
            parse("");
            return "text";
        } catch (IllegalArgumentException mismatch) {
            return String.valueOf(mismatch.getMessage()).replaceFirst("^expected ", "");
        }
    }
}
