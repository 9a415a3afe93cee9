package lorasweep.worker.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lorasweep.trial.InvalidInputException;
import lorasweep.worker.prompt.PromptChunk;
import lorasweep.worker.prompt.PromptChunker;
import lorasweep.worker.safetensors.Dtype;
import lorasweep.worker.safetensors.SafetensorsWriter;
import lorasweep.worker.safetensors.StoredTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextualInversionTest {
    private static final ClipTokenizer CLIP = ClipTokenizer.ofClip();
    private static final int WIDTH = 3;

    @TempDir
    Path folder;

    @Test
    void refusesPicklesByNameAndByContent() throws IOException {
        Path pickle = Files.write(folder.resolve("easynegative.pt"), new byte[] {'P', 'K', 3, 4});
        refuses(pickle, "pickles, which can run any program");
        refuses(Files.copy(pickle, folder.resolve("renamed.safetensors")), "is 4 bytes long");
    }

    @Test
    void refusesFilesOfAnotherForm() {
        refuses(write("none"), "0 tensors, expected one");
        refuses(write("two", floats("a", List.of(3L), 1, 2, 3), floats("b", List.of(3L), 1, 2, 3)), "2 tensors");
        refuses(
                write("xl", floats("clip_g", List.of(1L, 3L), 1, 2, 3), floats("clip_l", List.of(3L), 1, 2, 3)),
                "SDXL");
        refuses(write("wide", floats("emb_params", List.of(1L, 4L), 1, 2, 3, 4)), "[1, 4], expected [n, 3]");
        refuses(write("deep", floats("emb_params", List.of(1L, 1L, 3L), 1, 2, 3)), "[1, 1, 3], expected [n, 3]");
        refuses(write("empty", floats("emb_params", List.of(0L, 3L))), "[0, 3], expected [n, 3]");
        refuses(
                write("long", floats("emb_params", List.of(76L, 3L), new float[228])),
                "76 vectors, expected at most 75");
        refuses(write("nan", floats("emb_params", List.of(3L), 1, Float.NaN, 3)), "the value NaN");
    }

    @Test
    void refusesNamesThatCannotBeToldApart() {
        TextualInversion lower = read("bad", floats("emb_params", List.of(3L), 1, 2, 3));
        TextualInversion upper = read("BAD", floats("emb_params", List.of(3L), 4, 5, 6));
        assertThatThrownBy(() -> TextualInversions.of(List.of(lower, upper), CLIP))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("\"BAD\": named as another one, [bad]");
        TextualInversion blank = read(" ", floats("emb_params", List.of(3L), 1, 2, 3));
        assertThatThrownBy(() -> TextualInversions.of(List.of(blank), CLIP))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("a name without letters or signs");
    }

    @Test
    void readsTheFormOfWebInterfacesUnderTheFilesName() {
        TextualInversion embedding = read("easynegative", floats("emb_params", List.of(2L, 3L), 1, 2, 3, 4, 5, 6));
        assertThat(embedding.names()).containsExactly("easynegative");
        assertThat(embedding.vectors()).containsExactly(new float[] {1, 2, 3}, new float[] {4, 5, 6});
    }

    @Test
    void readsTheFormOfDiffusersUnderTheTokensNameToo() {
        TextualInversion embedding = read("learned_embeds", floats("<cat-toy>", List.of(3L), 1, 2, 3));
        assertThat(embedding.names()).containsExactly("learned_embeds", "<cat-toy>");
        assertThat(embedding.vectors()).containsExactly(new float[] {1, 2, 3});
    }

    @Test
    void readsHalfPrecision() {
        ByteBuffer halves = ByteBuffer.allocate(6).order(ByteOrder.LITTLE_ENDIAN);
        halves.putShort((short) 0x3C00)
                .putShort((short) 0xC000)
                .putShort((short) 0x3800)
                .flip();
        TextualInversion embedding = read("half", new StoredTensor("emb_params", Dtype.F16, List.of(1L, 3L), halves));
        assertThat(embedding.vectors()).containsExactly(new float[] {1, -2, 0.5f});
    }

    @Test
    void putsItsVectorsWhereAPromptNamesIt() {
        TextualInversion two = read("easynegative", floats("emb_params", List.of(2L, 3L), 1, 2, 3, 4, 5, 6));
        TextualInversion one = read("learned_embeds", floats("<cat-toy>", List.of(3L), 7, 8, 9));
        TextualInversions inversions = TextualInversions.of(List.of(two, one), CLIP);
        var special = new PromptChunker.SpecialTokens(
                CLIP.bos(), CLIP.eos(), CLIP.encode(",").get(0));
        var chunker = new PromptChunker(inversions::encode, special, inversions.promptEmbeddings());

        PromptChunk chunk = chunker.chunks("a <cat-toy>, EasyNegative, cat").get(0);

        assertThat(chunk.ids().subList(0, 9)).containsExactly(49_406, 320, 0, 267, 0, 0, 267, 2368, 49_407);
        assertThat(inversions.vectorsIn(chunk))
                .containsExactly(
                        Map.entry(2, one.vectors().get(0)),
                        Map.entry(4, two.vectors().get(0)),
                        Map.entry(5, two.vectors().get(1)));
    }

    private void refuses(Path file, String said) {
        assertThatThrownBy(() -> TextualInversion.read(file, WIDTH))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(said);
    }

    private TextualInversion read(String name, StoredTensor tensor) {
        return TextualInversion.read(write(name, tensor), WIDTH);
    }

    private Path write(String name, StoredTensor... tensors) {
        Path file = folder.resolve(name + ".safetensors");
        SafetensorsWriter.write(file, Map.of(), List.of(tensors));
        return file;
    }

    private static StoredTensor floats(String name, List<Long> shape, float... values) {
        ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values);
        return new StoredTensor(name, Dtype.F32, shape, data);
    }
}
