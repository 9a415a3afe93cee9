package lorasweep.worker.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lorasweep.worker.testing.Goldens;
import lorasweep.worker.torch.Torch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelHashesTest {
    @TempDir
    Path folder;

    @Test
    @Tag("golden")
    void agreeWithTheHashesThatTheReferenceWroteIntoItsFile() {
        try (SafetensorsFile file = Goldens.tensors("golden/save_format/kohya_trained_last.safetensors")) {
            ModelHashes hashes = ModelHashes.of(file);
            assertThat(hashes.sshsModelHash()).isEqualTo(file.metadata().get("sshs_model_hash"));
            assertThat(hashes.sshsLegacyHash()).isEqualTo(file.metadata().get("sshs_legacy_hash"));
        }
    }

    @Test
    @Tag("golden")
    void agreeWithTheReferenceOnFilesBelowAndAboveOneMebibyte() throws Exception {
        JsonNode examples = Goldens.json("golden/save_format/save_format.json").get("hash_examples");
        int count = 0;
        for (Map.Entry<String, JsonNode> example : examples.get("hashes").properties()) {
            List<StoredTensor> tensors = example.getKey().startsWith("float32")
                    ? tensors(examples, Dtype.F32)
                    : tensors(examples, Dtype.F16);
            Map<String, String> metadata = metadata(example.getKey());
            ModelHashes hashes = ModelHashes.of(metadata, tensors);
            JsonNode expected = example.getValue();
            assertThat(hashes.sshsModelHash())
                    .isEqualTo(expected.get("sshs_model_hash").textValue());
            assertThat(hashes.sshsLegacyHash())
                    .isEqualTo(expected.get("sshs_legacy_hash").textValue());

            Path path = folder.resolve("model.safetensors");
            SafetensorsWriter.write(path, metadata, tensors);
            try (SafetensorsFile file = SafetensorsFile.open(path)) {
                assertThat(ModelHashes.of(file)).isEqualTo(hashes);
            }
            if (metadata.isEmpty()) {
                assertThat(Files.size(path))
                        .isEqualTo(expected.get("serialised_bytes").longValue());
                assertThat(ModelHashes.legacyOfFile(path)).isEqualTo(hashes.sshsLegacyHash());
            }
            count++;
        }
        assertThat(count).isEqualTo(4);
    }

    @Test
    @Tag("golden")
    void agreeWithTheReferenceOnItsBaseModel() {
        Path base = Goldens.path("model_single.safetensors");
        JsonNode metadata = Goldens.json("golden/save_format/save_format.json").at("/o1~1tinydog.safetensors/metadata");
        assertThat(ModelHashes.legacyOfFile(base))
                .isEqualTo(metadata.get("ss_sd_model_hash").textValue());
        assertThat(ModelHashes.ofWholeFile(base))
                .isEqualTo(metadata.get("ss_new_sd_model_hash").textValue());
    }

    private static Map<String, String> metadata(String example) throws JsonProcessingException {
        return new ObjectMapper()
                .readValue(example.substring(example.indexOf('{')), new TypeReference<Map<String, String>>() {});
    }

    /** The example's tensors: value[n] = ((n * (7919 + i)) mod 2003) / 2003 - 0.5, alpha = 16 + i, then cast. */
    private static List<StoredTensor> tensors(JsonNode examples, Dtype dtype) {
        List<StoredTensor> tensors = new ArrayList<>();
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            for (JsonNode tensor : examples.get("tensors")) {
                int index = tensor.get("index").intValue();
                List<Long> shape = new ArrayList<>();
                tensor.get("shape").forEach(size -> shape.add(size.longValue()));
                float[] values = new float
                        [(int) shape.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact)];
                for (int n = 0; n < values.length; n++) {
                    values[n] =
                            shape.isEmpty() ? 16 + index : (float) ((long) n * (7919 + index) % 2003 / 2003.0) - 0.5f;
                }
                NDArray array = manager.create(values, new Shape(values.length));
                DataType type = dtype == Dtype.F16 ? DataType.FLOAT16 : DataType.FLOAT32;
                byte[] bytes = array.toType(type, true).toByteArray();
                ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
                tensors.add(new StoredTensor(tensor.get("name").textValue(), dtype, shape, data));
            }
        }
        return tensors;
    }
}
