package lorasweep.worker.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonTextTest {
    @ParameterizedTest
    @CsvSource({
        "0.0001, 0.0001",
        "0.00005, 5e-05",
        "0.00012345, 0.00012345",
        "1e-7, 1e-07",
        "1.5e-300, 1.5e-300",
        "1, 1.0",
        "512, 512.0",
        "0.1, 0.1",
        "0.30000000000000004, 0.30000000000000004",
        "2e-3, 0.002",
        "1795336318.3910224, 1795336318.3910224",
        "123456789012345680, 1.2345678901234568e+17",
        "1e15, 1000000000000000.0",
        "1e16, 1e+16",
        "1e23, 1e+23",
        "5.6843418860808015e-14, 5.684341886080802e-14",
        "4.9e-324, 5e-324",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "-0.0, -0.0",
        "0, 0.0",
        "-2.5, -2.5",
        "NaN, nan",
        "-Infinity, -inf"
    })
    void floatingPointNumbersLookAsInPython(double value, String expected) {
        assertThat(PythonText.of(value)).isEqualTo(expected);
    }

    @Test
    void everyFloatingPointNumberIsReadBackUnchanged() {
        Random random = new Random(3);
        for (int i = 0; i < 500; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertThat(Double.parseDouble(PythonText.of(value))).isEqualTo(value);
            }
        }
    }

    @Test
    void plainValuesLookAsInPython() {
        assertThat(PythonText.of(null)).isEqualTo("None");
        assertThat(PythonText.of(true)).isEqualTo("True");
        assertThat(PythonText.of(false)).isEqualTo("False");
        assertThat(PythonText.of(42)).isEqualTo("42");
        assertThat(PythonText.of(3778689132L)).isEqualTo("3778689132");
        assertThat(PythonText.of(0.1f)).isEqualTo("0.1");
        assertThat(PythonText.of("sd_v1")).isEqualTo("sd_v1");
        assertThat(PythonText.tuple(512, 768)).isEqualTo("(512, 768)");
    }

    @Test
    void nestedValuesAreJsonAsPythonWritesIt() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("a \"b\"\n", List.of(1, 2.5, true));
        map.put("名", Map.of("x", "\uD83D\uDE00\u007f"));
        assertThat(PythonText.of(map))
                .isEqualTo("{\"a \\\"b\\\"\\n\": [1, 2.5, true], \"\\u540d\": {\"x\": \"\\ud83d\\ude00\\u007f\"}}");
        assertThat(PythonText.of(Map.of())).isEqualTo("{}");
    }

    @Test
    void refusesValuesWithoutAText() {
        assertThatThrownBy(() -> PythonText.of(new Object())).isInstanceOf(IllegalArgumentException.class);
    }
}
