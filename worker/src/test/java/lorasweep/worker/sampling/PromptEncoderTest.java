package lorasweep.worker.sampling;

import static lorasweep.worker.testing.TensorAssert.assertThatTensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lorasweep.worker.nn.AdapterWeights;
import lorasweep.worker.safetensors.Dtype;
import lorasweep.worker.safetensors.SafetensorsFile;
import lorasweep.worker.safetensors.SafetensorsWriter;
import lorasweep.worker.safetensors.StoredTensor;
import lorasweep.worker.testing.Goldens;
import lorasweep.worker.text.TextualInversion;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PromptEncoderTest {
    private static final int WIDTH = 32;

    private static GoldenPipeline pipeline;

    @SuppressWarnings("NullAway.Init") // set before each test
    private NDManager memory;

    @BeforeAll
    static void open() {
        pipeline = new GoldenPipeline();
    }

    @AfterAll
    static void close() {
        pipeline.close();
    }

    @BeforeEach
    void enter() {
        memory = pipeline.manager.newSubManager();
    }

    @AfterEach
    void leave() {
        memory.close();
    }

    private NDArray encode(String prompt) {
        return pipeline.prompts().encode(memory, AdapterWeights.NONE, 1, prompt, 2);
    }

    @Tag("golden")
    @Test
    void aShortPromptIsEncodedAsInTheReference() {
        JsonNode run = Goldens.json("golden/samplers.json");
        double tolerance = Goldens.tolerance("text_encoder.safetensors", "rel");
        try (SafetensorsFile goldens = Goldens.tensors("golden/samplers.safetensors")) {
            NDArray expected = goldens.load("context_uncond_cond", memory);
            assertThatTensor(encode(run.get("uncond_prompt").textValue())).isCloseTo(expected.get("0:1"), tolerance);
            assertThatTensor(encode(run.get("prompt").textValue())).isCloseTo(expected.get("1:2"), tolerance);
        }
    }

    @Test
    void everyChunkHas77StatesOfItsOwn() {
        NDArray both = encode("a cat BREAK a dog");
        assertThat(both.getShape()).isEqualTo(new Shape(1, 154, WIDTH));
        assertThatTensor(both.get(":, :77")).isEqualToTensor(encode("a cat"));
        assertThatTensor(both.get(":, 77:")).isEqualToTensor(encode("a dog"));
    }

    @Test
    void emphasisMultipliesStatesAndKeepsTheMeanOfTheChunk() {
        float[] plain = encode("a cat, a dog").toFloatArray();
        float[] weighted = encode("a (cat:1.5), a dog").toFloatArray();
        assertThat(mean(weighted)).isCloseTo(mean(plain), within(1e-6));
        double rescaled = weighted[0] / plain[0];
        int cat = 2 * WIDTH;
        for (int i = 0; i < WIDTH; i++) {
            assertThat((double) weighted[cat + i]).isCloseTo(plain[cat + i] * 1.5 * rescaled, within(1e-5));
            assertThat((double) weighted[cat + WIDTH + i]).isCloseTo(plain[cat + WIDTH + i] * rescaled, within(1e-5));
        }
    }

    private static double mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    @Test
    void variantsAreEncodedSideBySide() {
        LoraMix mix = pipeline.mix(List.of(
                List.of(), List.of(pipeline.lora("default_fp32", 1, 1)), List.of(pipeline.lora("conv_fp32", 0.5, 1))));
        NDArray states = pipeline.prompts().encode(memory, mix.textEncoder(), 3, "a (cat:0.8) BREAK a dog", 1);
        assertThat(states.getShape()).isEqualTo(new Shape(3, 154, WIDTH));
        LoraMix alone = pipeline.mix(List.of(List.of(pipeline.lora("conv_fp32", 0.5, 1))));
        NDArray expected = pipeline.prompts().encode(memory, alone.textEncoder(), 1, "a (cat:0.8) BREAK a dog", 1);
        assertThatTensor(states.get("2:3")).isCloseTo(expected, 1e-5);
        mix.close();
        alone.close();
    }

    @Test
    void learnedVectorsThatEqualTokenEmbeddingsChangeNothing(@TempDir Path folder) {
        List<Integer> ids = pipeline.tokenizer.encode("grumpy cat");
        float[] vectors = new float[ids.size() * WIDTH];
        try (SafetensorsFile file = Goldens.tensors("model/text_encoder/model.safetensors")) {
            float[] table = file.loadFloat32("text_model.embeddings.token_embedding.weight", memory)
                    .toFloatArray();
            for (int i = 0; i < ids.size(); i++) {
                System.arraycopy(table, ids.get(i) * WIDTH, vectors, i * WIDTH, WIDTH);
            }
        }
        TextualInversion embedding = embedding(folder.resolve("mytoken.safetensors"), vectors);
        NDArray learned = pipeline.prompts(embedding)
                .encode(memory, AdapterWeights.NONE, 1, "photo of (mytoken:1.2), smiling", 2);
        assertThatTensor(learned).isEqualToTensor(encode("photo of (grumpy cat:1.2), smiling"));
    }

    @Test
    void learnedVectorsAreUsed(@TempDir Path folder) {
        float[] vectors = new float[2 * WIDTH];
        vectors[3] = 1;
        PromptEncoder prompts = pipeline.prompts(embedding(folder.resolve("mytoken.safetensors"), vectors));
        float[] learned =
                prompts.encode(memory, AdapterWeights.NONE, 1, "mytoken", 2).toFloatArray();
        assertThat(learned).isNotEqualTo(encode("mytoken").toFloatArray());
    }

    private static TextualInversion embedding(Path file, float[] vectors) {
        ByteBuffer data = ByteBuffer.allocate(vectors.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(vectors);
        List<Long> shape = List.of((long) vectors.length / WIDTH, (long) WIDTH);
        SafetensorsWriter.write(file, Map.of(), List.of(new StoredTensor("emb_params", Dtype.F32, shape, data)));
        return TextualInversion.read(file, WIDTH);
    }
}
