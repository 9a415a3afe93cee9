package lorasweep.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NormalNumberTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-0.0, 0",
        "1, 1",
        "512, 512",
        "1e3, 1000",
        "0.0001, 0.0001",
        "1e-7, 1E-7",
        "5e-324, 5E-324",
        "16.50, 16.5",
        "1e14, 100000000000000",
        "2e23, 2E+23",
        "0.1, 0.1",
        "0.30000000000000004, 0.30000000000000004",
    })
    void hasTheFewestDigitsThatReadBack(double number, String text) {
        assertThat(NormalNumber.text(number)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.0 / 3, 2.2250738585072014E-308, Double.MAX_VALUE, 123456.789e-9, -7.25})
    void readsBackAsTheSameDouble(double number) {
        assertThat(NormalNumber.of(number).doubleValue()).isEqualTo(number);
    }

    @Test
    void refusesWhatIsNotFinite() {
        assertThatThrownBy(() -> NormalNumber.of(Double.NaN)).isInstanceOf(NumberFormatException.class);
    }
}
