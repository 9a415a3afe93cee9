package lorasweep.worker.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import lorasweep.trial.InvalidInputException;
import lorasweep.worker.testing.Goldens;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmphasisTest {
    @ParameterizedTest
    @ValueSource(strings = {"(a:1.2.3)", "(a:.)", "(a:-.)"})
    void refusesAWeightThatIsNoNumber(String prompt) {
        assertThatThrownBy(() -> Emphasis.parse(prompt))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("\"" + prompt.substring(3, prompt.length() - 1) + "\"")
                .hasMessageContaining("expected a number");
    }

    @Test
    void refusesAWeightTooLargeToBeOne() {
        assertThatThrownBy(() -> Emphasis.parse("(a:" + "9".repeat(400) + ")"))
                .isInstanceOf(InvalidInputException.class);
    }

    static List<JsonNode> prompts() {
        List<JsonNode> cases = new ArrayList<>();
        Goldens.json("golden/tokenizer.json").get("prompt_weights").forEach(cases::add);
        return cases;
    }

    @Tag("golden")
    @ParameterizedTest
    @MethodSource("prompts")
    void readsPromptsAsTheReferenceDoes(JsonNode prompt) {
        List<WeightedText> expected = new ArrayList<>();
        prompt.get("parsed")
                .forEach(piece -> expected.add(
                        new WeightedText(piece.get(0).textValue(), piece.get(1).doubleValue())));
        assertThat(Emphasis.parse(prompt.get("text").textValue())).isEqualTo(expected);
    }

    @Test
    void toleratesBlanksAroundAWeight() {
        assertThat(Emphasis.parse("(a: 1.5 )")).containsExactly(new WeightedText("a", 1.5));
    }

    @Test
    void anEscapedBackslashIsOneAndALoneOneIsNone() {
        assertThat(Emphasis.parse("a\\\\b\\c")).containsExactly(new WeightedText("a\\bc", 1));
    }

    @Test
    void aBracketThatNeverClosesReachesToTheEnd() {
        assertThat(Emphasis.parse("a [b c"))
                .containsExactly(new WeightedText("a ", 1), new WeightedText("b c", 1 / 1.1));
    }

    @Test
    void theWordBreakCutsEvenInsideBrackets() {
        assertThat(Emphasis.parseSections("a BREAK (b  BREAK\nc:1.5) BREAKFAST"))
                .containsExactly(
                        List.of(new WeightedText("a", 1)),
                        List.of(new WeightedText("b", 1.5)),
                        List.of(new WeightedText("c", 1.5), new WeightedText(" BREAKFAST", 1)));
    }
}
