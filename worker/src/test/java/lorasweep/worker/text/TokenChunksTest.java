package lorasweep.worker.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenChunksTest {
    private static final ClipTokenizer CLIP = ClipTokenizer.ofClip();

    @ParameterizedTest
    @ValueSource(ints = {0, -75, 74, 77, 100})
    void refusesALengthThatIsNoMultipleOfAChunk(int maxTokenLength) {
        assertThatThrownBy(() -> TokenChunks.of("a", maxTokenLength, CLIP))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("max_token_length is " + maxTokenLength);
    }

    @Test
    void fillsAShortCaptionUpToAllItsChunks() {
        TokenChunks chunks = TokenChunks.of("a", 150, CLIP);
        assertThat(chunks.chunks()).hasSize(2).allMatch(chunk -> chunk.size() == 77);
        assertThat(chunks.chunks().get(0).subList(0, 3)).containsExactly(49_406, 320, 49_407);
        assertThat(chunks.chunks().get(1).subList(0, 2)).containsExactly(49_406, 49_407);
        assertThat(chunks.toArray())
                .hasSize(154)
                .startsWith(49_406, 320, 49_407)
                .endsWith(49_407, 49_407);
    }

    @Test
    void dropsWhatIsTooLong() {
        List<Integer> chunk = TokenChunks.of("a ".repeat(76), 75, CLIP).chunks().get(0);
        assertThat(chunk.subList(1, 76)).hasSize(75).containsOnly(320);
        assertThat(chunk.get(76)).isEqualTo(49_407);
    }
}
