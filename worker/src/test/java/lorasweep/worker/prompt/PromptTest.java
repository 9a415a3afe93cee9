package lorasweep.worker.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import lorasweep.trial.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromptTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<lora:x:much>",
                "<lora:x:1e3>",
                "<lora:x:>",
                "<lora:x:0.5:NaN>",
                "<lora:x:te=a>",
                "<lora::1>",
                "<lora:x:1:1:8>",
                "<lora:x:dyn=8>",
                "<lora:x:lbw=MIDD>",
                "<hypernet:x:1>"
            })
    void refusesATagThatItWouldNotObeyAndRepeatsIt(String tag) {
        assertThatThrownBy(() -> Prompt.parse("a " + tag))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("prompt: found ")
                .hasMessageContaining(tag.replaceAll("^<lora:|>$", ""))
                .hasMessageContaining("expected");
    }

    @Test
    void refusesAllBadTagsTogether() {
        assertThatThrownBy(() -> Prompt.parse("<lora:x:a> <lora:fine> <hypernet:y:1>"))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        invalid -> assertThat(invalid.problems()).hasSize(2));
    }

    @ParameterizedTest
    @CsvSource({
        "<lora:x>, 1, 1",
        "<lora:x:0.8>, 0.8, 0.8",
        "<lora:x:0:0.8>, 0, 0.8",
        "<lora:x:-1:.5>, -1, 0.5",
        "<lora:x:te=0.3>, 0.3, 0.3",
        "<lora:x:unet=0.3>, 1, 0.3",
        "<lora:x:te=0.3:unet=2>, 0.3, 2",
        "<lora:x:0.5:te=0.25>, 0.25, 0.25",
        "<lora:x:0.5:0.7:te=0.25>, 0.25, 0.7",
        "<lora:x: 0.5 : 0.7 >, 0.5, 0.7"
    })
    void theFirstNumberIsTheTextEncodersAndTheSecondTheUNets(String tag, double textEncoder, double unet) {
        assertThat(Prompt.parse(tag)).isEqualTo(new Prompt("", List.of(new LoraTag("x", textEncoder, unet))));
    }

    @Test
    void takesTagsOutAndLeavesTheRestAsItIs() {
        Prompt prompt = Prompt.parse("a <lora:my lora-v1.2:0.5>(cat:1.2), a < b > c <lora:other:1:0> <3");
        assertThat(prompt.text()).isEqualTo("a (cat:1.2), a < b > c  <3");
        assertThat(prompt.loras()).containsExactly(new LoraTag("my lora-v1.2", 0.5, 0.5), new LoraTag("other", 1, 0));
    }

    @Test
    void keepsALoraThatIsNamedTwice() {
        assertThat(Prompt.parse("<lora:x:0.5><lora:x:0.5>").loras()).hasSize(2);
    }

    @Test
    void doesNotReadDollarsAndBackslashesAsReferences() {
        assertThat(Prompt.parse("$1 <lora:x> \\(y\\)").text()).isEqualTo("$1  \\(y\\)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<lora:x:0.8>", "<lora:x:0:0.8>", "<lora:x:1>", "<lora:x:-0.5:100>", "<lora:x:0.0001>"})
    void aTagPrintsAsItIsWritten(String tag) {
        assertThat(Prompt.parse(tag).loras()).first().hasToString(tag);
    }
}
