package lorasweep.worker.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import lorasweep.trial.InvalidInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClipTokenizerTest {
    private static final ClipTokenizer CLIP = ClipTokenizer.ofClip();
    private static final List<List<String>> MERGES = List.of(List.of("a", "b"), List.of("ab", "c</w>"));

    @TempDir
    Path folder;

    @Test
    void refusesATextOfAbsurdLength() {
        assertThatThrownBy(() -> CLIP.encode("x\n".repeat(50_001)))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageStartingWith("\"x x ")
                .hasMessageContaining("100002 characters, expected at most 100000");
    }

    @Test
    void refusesAFolderWithoutATokenizer() throws IOException {
        assertThatThrownBy(() -> ClipTokenizer.read(folder))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("vocab.json: does not exist");
        write(vocabulary());
        Files.delete(folder.resolve("merges.txt"));
        assertThatThrownBy(() -> ClipTokenizer.read(folder))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("merges.txt: does not exist");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{\"a\":1}x",
                "{\"a\":\"0\"}",
                "{\"a\":0.0}",
                "{\"a\":null}",
                "{\"a\":{}}",
                "{\"a\":true}",
                "{\"a\":0,\"a\":1}",
                "{\"a\":99999999999}"
            })
    void refusesAVocabularyThatIsNone(String json) throws IOException {
        write(vocabulary());
        Files.writeString(folder.resolve("vocab.json"), json);
        assertThatThrownBy(() -> ClipTokenizer.read(folder))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("vocab.json: ")
                .hasMessageContaining("expected a JSON object of token ids");
    }

    @Test
    void refusesFilesThatAreNoUtf8() throws IOException {
        write(vocabulary());
        Files.write(folder.resolve("merges.txt"), "#version\na é".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> ClipTokenizer.read(folder))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("merges.txt: bytes that are no UTF-8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a b | merges.txt:1: \"a b\", expected the title",
                "#version: 0.2 | merges.txt:1: \"\", expected merges",
                "#version: 0.2;ab | merges.txt:2: \"ab\", expected two tokens",
                "#version: 0.2;a b;a b c | merges.txt:3: \"a b c\", expected two tokens",
                "#version: 0.2;a  b | merges.txt:2: \"a  b\", expected two tokens",
                "#version: 0.2;z q | token \"zq\" is missing from the vocabulary",
            })
    void refusesMergesThatAreNone(String lines, String said) throws IOException {
        write(vocabulary());
        Files.writeString(folder.resolve("merges.txt"), lines.replace(';', '\n'));
        assertThatThrownBy(() -> ClipTokenizer.read(folder))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(said);
    }

    @Test
    void refusesAVocabularyWithGapsOrWithoutSpecialTokensOrBytes() throws IOException {
        Map<String, Integer> gap = vocabulary();
        gap.put("extra", 100_000);
        refuses(gap, "no token has the id 516");
        Map<String, Integer> twice = vocabulary();
        twice.put("extra", 3);
        refuses(twice, "no token has the id 516");
        for (String needed : List.of("<|endoftext|>", "<|startoftext|>", "!</w>", "ab")) {
            Map<String, Integer> vocabulary = vocabulary();
            int id = vocabulary.remove(needed);
            vocabulary.put("instead", id);
            refuses(vocabulary, "token \"" + needed + "\" is missing from the vocabulary");
        }
    }

    @Test
    void refusesAddedTokensThatTheVocabularyLacks() throws IOException {
        write(vocabulary());
        Files.writeString(folder.resolve("added_tokens.json"), "{\"<cat-toy>\": 516, \"<|endoftext|>\": 515}");
        assertThatThrownBy(() -> ClipTokenizer.read(folder))
                .isInstanceOfSatisfying(
                        InvalidInputException.class,
                        e -> assertThat(e.problems())
                                .singleElement()
                                .asString()
                                .contains("\"<cat-toy>\", expected no token beyond vocab.json"));
        Files.writeString(folder.resolve("added_tokens.json"), "{\"<|endoftext|>\": 515}");
        assertThat(ClipTokenizer.read(folder).eos()).isEqualTo(515);
    }

    @Test
    void readsAFoldersOwnIds() throws IOException {
        Map<String, Integer> vocabulary = vocabulary();
        vocabulary.replaceAll((token, id) -> vocabulary.size() - 1 - id);
        write(vocabulary);
        ClipTokenizer tokenizer = ClipTokenizer.read(folder);
        assertThat(tokenizer.vocabularySize()).isEqualTo(516);
        assertThat(tokenizer.encode("abc ab"))
                .containsExactly(vocabulary.get("abc</w>"), vocabulary.get("a"), vocabulary.get("b</w>"));
        assertThat(tokenizer.bos()).isEqualTo(1);
    }

    @Test
    void hasClipsVocabulary() {
        assertThat(CLIP.vocabularySize()).isEqualTo(49_408);
        assertThat(CLIP.encode("<|startoftext|>a<|ENDOFTEXT|>!!<|endoftext|>"))
                .containsExactly(49_406, 320, 49_407, 748, 49_407);
        assertThat(CLIP.encode(",")).containsExactly(267);
    }

    @Test
    void tokenisesLongTextsAndLongWords() {
        assertThat(CLIP.encode("cat, ".repeat(20_000))).hasSize(40_000);
        assertThat(CLIP.encode("z".repeat(100_000))).hasSize(25_000);
    }

    private void refuses(Map<String, Integer> vocabulary, String said) throws IOException {
        write(vocabulary);
        assertThatThrownBy(() -> ClipTokenizer.read(folder))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining(said);
    }

    private static Map<String, Integer> vocabulary() {
        Map<String, Integer> vocabulary = new LinkedHashMap<>(BytePairEncoding.vocabularyOf(MERGES));
        vocabulary.put("<|startoftext|>", 514);
        vocabulary.put("<|endoftext|>", 515);
        return vocabulary;
    }

    private void write(Map<String, Integer> vocabulary) throws IOException {
        new com.fasterxml.jackson.databind.ObjectMapper()
                .writeValue(folder.resolve("vocab.json").toFile(), vocabulary);
        List<String> lines = new ArrayList<>(List.of("#version: 0.2"));
        lines.addAll(MERGES.stream().map(pair -> String.join(" ", pair)).collect(Collectors.toList()));
        Files.write(folder.resolve("merges.txt"), lines);
    }
}
