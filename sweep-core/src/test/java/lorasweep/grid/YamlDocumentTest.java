package lorasweep.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import lorasweep.trial.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YamlDocumentTest {
    private final List<String> problems = new ArrayList<>();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                          | is empty",
                "'[1, 2]'                    | a list",
                "'just text'                 | \"just text\"",
                "'a: [1, 2'                  | not YAML",
                "'a: &x [1]'                 | anchor or alias",
                "'a: !!java.net.URL [x]'     | a tag",
                "'a: !e 1'                   | a tag",
                "'{a: 1}\n--- \n{b: 2}'      | second document",
            })
    void refusesWithTheLine(String text, String words) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("g.yaml")
                .hasMessageContaining(words);
    }

    @Test
    void refusesAliasesWhereverTheyStand() {
        assertThatThrownBy(() -> read("a: &x [1]\nb: *x"))
                .hasMessageContaining("g.yaml:1")
                .hasMessageContaining("anchor");
        assertThatThrownBy(() -> read("? *x\n: 1")).isInstanceOf(InvalidInputException.class);
    }

    @Test
    void refusesWhatIsTooLargeTooDeepOrTooMuch() {
        assertThatThrownBy(() -> read("a: " + "x".repeat(10_001))).hasMessageContaining("10001 characters");
        assertThatThrownBy(() -> read("a: " + "x".repeat(1 << 20))).hasMessageContaining("at most 1048576");
        assertThatThrownBy(() -> read("a: " + "[".repeat(5000))).hasMessageContaining("nested deeper");
        assertThatThrownBy(() -> read("a: [" + "1,".repeat(60_000) + "1]")).hasMessageContaining("50000 values");
    }

    @Test
    void reportsEveryKeyThatIsGivenTwice() {
        read("a: 1\nb: {c: 1, c: 2}\na: 3");
        assertThat(problems)
                .containsExactly(
                        "g.yaml:2: the key \"c\" stands in line 2 already; remove one.",
                        "g.yaml:3: the key \"a\" stands in line 1 already; remove one.");
    }

    @Test
    void keepsTheTextOfNumbersAndWords() {
        YamlNode.Mapping root = read("lr: 5e-4\nprecision: no\nflag: true\nnothing:\nname: \"1e3\"");
        assertThat(root.tree().toString())
                .isEqualTo(
                        "{\"lr\":\"5e-4\",\"precision\":\"no\",\"flag\":\"true\",\"nothing\":null,\"name\":\"1e3\"}");
    }

    private YamlNode.Mapping read(String text) {
        return YamlDocument.read(text, "g.yaml", problems);
    }
}
