package lorasweep.worker.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import lorasweep.worker.prompt.PromptChunk.PlacedEmbedding;
import lorasweep.worker.prompt.PromptChunker.SpecialTokens;
import org.junit.jupiter.api.Test;

class PromptChunkerTest {
    private static final int BEGIN = 1000;
    private static final int END = 1001;
    private static final int COMMA = 1002;

    private final PromptChunker chunker = chunker();

    /** A tokenizer of numbers and commas: "5 , 7". */
    private static List<Integer> tokens(String text) {
        return Arrays.stream(text.strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .map(word -> word.equals(",") ? COMMA : Integer.parseInt(word))
                .toList();
    }

    private static PromptChunker chunker(PromptEmbedding... embeddings) {
        return new PromptChunker(PromptChunkerTest::tokens, new SpecialTokens(BEGIN, END, COMMA), List.of(embeddings));
    }

    private static String numbers(int from, int to) {
        return String.join(
                " ", IntStream.range(from, to).mapToObj(Integer::toString).toList());
    }

    /** The prompt's tokens of a chunk; checks the ends and the padding. */
    private static List<Integer> prompt(PromptChunk chunk) {
        assertThat(chunk.ids()).hasSize(77).startsWith(BEGIN).endsWith(END);
        assertThat(chunk.weights()).hasSize(77);
        List<Integer> prompt =
                chunk.ids().stream().filter(id -> id != BEGIN && id != END).toList();
        assertThat(chunk.ids().subList(1 + prompt.size(), 77)).containsOnly(END);
        assertThat(chunk.weights().subList(1 + prompt.size(), 77)).containsOnly(1.0);
        return prompt;
    }

    @Test
    void refusesAnEmbeddingThatFitsIntoNoChunk() {
        assertThatThrownBy(() -> new PromptEmbedding("large", 76))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("76")
                .hasMessageContaining("large");
    }

    @Test
    void anEmptyPromptIsOneChunkOfPadding() {
        assertThat(chunker.chunks(""))
                .singleElement()
                .satisfies(chunk -> assertThat(prompt(chunk)).isEmpty());
    }

    @Test
    void exactly75TokensAreOneChunk() {
        assertThat(chunker.chunks(numbers(0, 75))).hasSize(1);
        assertThat(chunker.chunks(numbers(0, 76))).hasSize(2);
    }

    @Test
    void withoutACommaAChunkIsCutWhereItIsFull() {
        List<PromptChunk> chunks = chunker.chunks(numbers(1, 101));
        assertThat(prompt(chunks.get(0))).hasSize(75).endsWith(75);
        assertThat(prompt(chunks.get(1))).hasSize(25).startsWith(76);
    }

    @Test
    void aCommaAtMostTwentyTokensBackIsWhereAChunkEnds() {
        List<PromptChunk> chunks = chunker.chunks(numbers(1, 56) + " , (" + numbers(56, 90) + ":1.5)");
        assertThat(prompt(chunks.get(0))).hasSize(56).endsWith(55, COMMA);
        assertThat(prompt(chunks.get(1))).hasSize(34).startsWith(56);
        assertThat(chunks.get(1).weights().subList(1, 35)).containsOnly(1.5);
    }

    @Test
    void aCommaFurtherBackIsNot() {
        List<PromptChunk> chunks = chunker.chunks(numbers(1, 55) + " , " + numbers(55, 90));
        assertThat(prompt(chunks.get(0))).hasSize(75).endsWith(74);
    }

    @Test
    void aCommaThatDoesNotFitBeginsTheNextChunkWithoutMovingAnything() {
        List<PromptChunk> chunks = chunker.chunks(numbers(1, 70) + " , " + numbers(70, 75) + " , 99");
        assertThat(prompt(chunks.get(0))).hasSize(75).endsWith(74);
        assertThat(prompt(chunks.get(1))).containsExactly(COMMA, 99);
    }

    @Test
    void aBreakEndsAChunkEvenAnEmptyOne() {
        List<PromptChunk> chunks = chunker.chunks("1 2 BREAK BREAK 3");
        assertThat(chunks.stream().map(PromptChunkerTest::prompt))
                .containsExactly(List.of(1, 2), List.of(), List.of(3));
        assertThat(chunker.chunks("1 BREAK")).hasSize(1);
    }

    @Test
    void everyTokenHasTheWeightOfItsBrackets() {
        PromptChunk chunk = chunker.chunks("1 (2 3:0.5) [4]").get(0);
        assertThat(chunk.weights().subList(0, 6)).containsExactly(1.0, 1.0, 0.5, 0.5, 1 / 1.1, 1.0);
    }

    @Test
    void anEmbeddingStandsWhereItsNameStoodAndTheLongestNameWins() {
        PromptEmbedding two = new PromptEmbedding("7", 2);
        PromptEmbedding three = new PromptEmbedding("7 8", 3);
        PromptChunk chunk = chunker(two, three).chunks("1 (7 8:1.5) 7 9").get(0);
        assertThat(chunk.ids().subList(0, 9)).containsExactly(BEGIN, 1, 0, 0, 0, 0, 0, 9, END);
        assertThat(chunk.weights().subList(1, 8)).containsExactly(1.0, 1.5, 1.5, 1.5, 1.0, 1.0, 1.0);
        assertThat(chunk.embeddings()).containsExactly(new PlacedEmbedding(2, three), new PlacedEmbedding(5, two));
    }

    @Test
    void anEmbeddingIsNeverCut() {
        PromptEmbedding ten = new PromptEmbedding("500", 10);
        List<PromptChunk> chunks = chunker(ten).chunks(numbers(1, 71) + " 500 9");
        assertThat(chunks.get(0).ids().subList(71, 77)).isEqualTo(Collections.nCopies(6, END));
        assertThat(chunks.get(1).embeddings()).containsExactly(new PlacedEmbedding(1, ten));
        assertThat(chunks.get(1).ids().get(11)).isEqualTo(9);
    }

    @Test
    void anEmbeddingMovesAlongWithWhatFollowsAComma() {
        PromptEmbedding five = new PromptEmbedding("500", 5);
        List<PromptChunk> chunks = chunker(five).chunks(numbers(1, 66) + " , 66 500 67 68 69 70");
        assertThat(chunks.get(0).embeddings()).isEmpty();
        assertThat(chunks.get(1).embeddings()).containsExactly(new PlacedEmbedding(2, five));
        assertThat(chunks.get(1).ids().subList(0, 10)).containsExactly(BEGIN, 66, 0, 0, 0, 0, 0, 67, 68, 69);
    }
}
