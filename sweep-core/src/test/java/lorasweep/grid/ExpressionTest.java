package lorasweep.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
    private static final Map<String, Object> VALUES =
            Map.of("network_dim", 64.0, "unet_lr", 1e-3, "lr_scheduler", "cosine", "flip_aug", true);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1 +",
                "(1",
                "1)",
                "* 2",
                "1 2",
                "a b",
                "and",
                "not",
                "1 <",
                "1 == 2 == 3",
                "1 ** 2",
                "a.b",
                "a()",
                "'open",
                "1e",
                "#",
                "network_dim = 64",
                "a[0]",
                "\u0000",
                "$x",
                "new java.lang.Object()",
                "T(java.lang.Runtime)",
            })
    void refusesWhatIsNotInTheGrammar(String text) {
        assertThatThrownBy(() -> Expression.parse(text))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining("expected");
    }

    @Test
    void refusesDepthAndLengthWithoutOverflowingTheStack() {
        assertThatThrownBy(() -> Expression.parse("(".repeat(400) + "1" + ")".repeat(400)))
                .hasMessageContaining("deeper than");
        assertThatThrownBy(() -> Expression.parse("1+".repeat(100_000) + "1")).hasMessageContaining("characters");
        assertThat(number("-".repeat(999) + "1")).isEqualTo(-1);
        assertThat(number("1" + "+1".repeat(499))).isEqualTo(500);
        assertThat(Expression.parse("not ".repeat(249) + "true").truth(VALUES::get))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1 + 2 * 3, 7",
        "(1 + 2) * 3, 9",
        "2 * 3 - 4 / 2, 4",
        "8 / 4 / 2, 1",
        "-2 - -3, 1",
        "network_dim / 2, 32",
        ".5 + 1., 1.5",
        "1e-3 * 1E3, 1",
        "  2*network_dim ,128",
    })
    void calculates(String text, double value) {
        assertThat(number(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "network_dim == 64 and unet_lr > 5e-4, true",
        "network_dim != 64 or unet_lr <= 5e-4, false",
        "not network_dim < 64, true",
        "not (network_dim >= 64 and flip_aug), false",
        "lr_scheduler == 'cosine', true",
        "lr_scheduler != \"linear\", true",
        "true or false and false, true",
        "flip_aug == false, false",
        "network_dim / 2 == 32, true",
    })
    void decides(String text, boolean truth) {
        assertThat(Expression.parse(text).truth(VALUES::get)).isEqualTo(truth);
    }

    @Test
    void refusesValuesOfTheWrongKind() {
        assertThatThrownBy(() -> Expression.parse("lr_scheduler + 1").number(VALUES::get))
                .hasMessageContaining("no number");
        assertThatThrownBy(() -> Expression.parse("network_dim").truth(VALUES::get))
                .hasMessageContaining("true nor false");
        assertThatThrownBy(() -> Expression.parse("lr_scheduler == 1").truth(VALUES::get))
                .hasMessageContaining("different kinds");
        assertThatThrownBy(() -> number("1 / 0")).hasMessageContaining("not finite");
        assertThatThrownBy(() -> Expression.parseOverSettings("netwrok_dim / 2"))
                .hasMessageContaining("did you mean \"network_dim\"?");
    }

    private static double number(String text) {
        return Expression.parse(text).number(VALUES::get);
    }
}
