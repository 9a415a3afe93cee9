package lorasweep.worker.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import lorasweep.worker.testing.Goldens;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Every prompt of the goldens against Hugging Face's tokenizer and the trainer's chunks. */
@Tag("golden")
class ClipTokenizerGoldenTest {
    private final ClipTokenizer tokenizer = ClipTokenizer.ofClip();
    private final JsonNode golden = Goldens.json("golden/tokenizer.json");

    @Test
    void knowsTheReferencesSpecialIds() {
        assertThat(tokenizer.bos()).isEqualTo(golden.get("bos").intValue());
        assertThat(tokenizer.eos()).isEqualTo(golden.get("eos").intValue());
        assertThat(tokenizer.eos()).isEqualTo(golden.get("pad").intValue());
    }

    @Test
    void givesTheReferencesIdsForEveryPrompt() {
        assertThat(golden.get("prompts")).isNotEmpty();
        for (JsonNode prompt : golden.get("prompts")) {
            String text = prompt.get("prompt").textValue();
            assertThat(tokenizer.encode(text)).as(text).isEqualTo(ids(prompt.get("tokens_raw")));
        }
    }

    @Test
    void cutsEveryPromptIntoTheTrainersChunks() {
        for (JsonNode prompt : golden.get("prompts")) {
            String text = prompt.get("prompt").textValue();
            assertThat(TokenChunks.of(text, 75, tokenizer).chunks())
                    .as(text)
                    .containsExactly(ids(prompt.get("ids_77")));
            assertThat(TokenChunks.of(text, 150, tokenizer).chunks())
                    .as(text)
                    .isEqualTo(chunks(prompt.get("ids_max150_2x77")));
            assertThat(TokenChunks.of(text, 225, tokenizer).chunks())
                    .as(text)
                    .isEqualTo(chunks(prompt.get("ids_max225_3x77")));
        }
    }

    private static List<List<Integer>> chunks(JsonNode array) {
        List<List<Integer>> chunks = new ArrayList<>();
        array.forEach(chunk -> chunks.add(ids(chunk)));
        return chunks;
    }

    private static List<Integer> ids(JsonNode array) {
        List<Integer> ids = new ArrayList<>();
        array.forEach(id -> ids.add(id.intValue()));
        return ids;
    }
}
