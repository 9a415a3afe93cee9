package lorasweep.worker.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lorasweep.worker.testing.Goldens;
import lorasweep.worker.torch.Kernels;
import lorasweep.worker.torch.Torch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of the size and with every name and shape of the real Stable Diffusion 1.5, sparse on disk. */
@Tag("full-size")
class FullSizeTest {
    private static final JsonNode KEYS = Goldens.json("sd15_keys.json");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"F16, 2", "F32, 4"})
    void aSingleFileIsAcceptedAndItsUNetLoaded(String dtype, int size) throws IOException {
        Path file = folder.resolve("v1-5-pruned-emaonly.safetensors");
        write(file, KEYS.get("ldm_single_file"), dtype, size);
        try (BaseModel model = BaseModel.open(ModelFiles.of(file))) {
            assertThat(model.config()).isEqualTo(StableDiffusionConfig.SD_1_5);
            assertThat(model.stored(Part.TEXT_ENCODER)).hasSize(196);
            assertThat(model.stored(Part.VAE)).hasSize(248);
            assertThat(load(model, Part.UNET)).isEqualTo(859_520_964L);
        }
    }

    @Test
    void aDiffusersFolderIsAccepted() throws IOException {
        JsonNode keys = KEYS.get("diffusers");
        JsonNode older = keys.get("vae_old_attention_names");
        ObjectNode vae = new ObjectMapper().createObjectNode();
        keys.get("vae").properties().forEach(tensor -> vae.set(tensor.getKey(), tensor.getValue()));
        older.properties()
                .forEach(name ->
                        vae.set(name.getKey(), vae.remove(name.getValue().textValue())));
        write(folder.resolve("unet/diffusion_pytorch_model.fp16.safetensors"), keys.get("unet"), "F16", 2);
        write(folder.resolve("text_encoder/model.safetensors"), keys.get("text_encoder"), "F32", 4);
        write(folder.resolve("vae/diffusion_pytorch_model.safetensors"), vae, "F32", 4);
        configure("unet", """
                {"_class_name": "UNet2DConditionModel", "in_channels": 4, "out_channels": 4, "sample_size": 64,
                "block_out_channels": [320, 640, 1280, 1280], "layers_per_block": 2, "attention_head_dim": 8,
                "cross_attention_dim": 768, "norm_num_groups": 32, "flip_sin_to_cos": true, "freq_shift": 0,
                "down_block_types":
                ["CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D", "DownBlock2D"],
                "up_block_types": ["UpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "CrossAttnUpBlock2D"]}""");
        configure("vae", """
                {"_class_name": "AutoencoderKL", "in_channels": 3, "out_channels": 3, "latent_channels": 4,
                "block_out_channels": [128, 256, 512, 512], "layers_per_block": 2, "norm_num_groups": 32}""");
        configure("text_encoder", """
                {"hidden_size": 768, "num_hidden_layers": 12, "num_attention_heads": 12, "intermediate_size": 3072,
                "vocab_size": 49408, "max_position_embeddings": 77, "hidden_act": "quick_gelu"}""");
        Files.createDirectory(folder.resolve("scheduler"));
        Files.writeString(folder.resolve("scheduler/scheduler_config.json"), """
                {"num_train_timesteps": 1000, "beta_start": 0.00085, "beta_end": 0.012,
                "beta_schedule": "scaled_linear"}""");
        try (BaseModel model = BaseModel.open(ModelFiles.of(folder))) {
            assertThat(model.config()).isEqualTo(StableDiffusionConfig.SD_1_5);
            assertThat(load(model, Part.TEXT_ENCODER)).isEqualTo(123_060_480L);
            assertThat(load(model, Part.VAE)).isEqualTo(83_653_863L);
        }
    }

    /** Loads every tensor of a network and answers the number of elements. */
    private static long load(BaseModel model, Part part) {
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            Weights weights = model.weights(part, Precision.FP32, manager, Kernels.compile(manager));
            Map<String, List<Long>> shapes = Layer.tensors(
                    switch (part) {
                        case TEXT_ENCODER -> ClipTextLayers.of(model.config().text());
                        case UNET -> UNetLayers.of(model.config().unet());
                        case VAE -> VaeLayers.of(model.config().vae());
                    });
            long elements = 0;
            for (Map.Entry<String, List<Long>> tensor : shapes.entrySet()) {
                try (NDArray loaded = weights.get(
                        tensor.getKey(),
                        tensor.getValue().stream().mapToLong(Long::longValue).toArray())) {
                    elements += loaded.size();
                }
            }
            return elements;
        }
    }

    private void configure(String network, String json) throws IOException {
        Files.writeString(folder.resolve(network).resolve("config.json"), json);
    }

    /** Writes a header and as many bytes as it announces; the disk stores only the header. */
    private static void write(Path path, JsonNode shapes, String dtype, int size) throws IOException {
        ObjectNode header = new ObjectMapper().createObjectNode();
        long end = 0;
        for (Map.Entry<String, JsonNode> tensor : shapes.properties()) {
            long begin = end;
            long elements = 1;
            for (JsonNode side : tensor.getValue()) {
                elements *= side.longValue();
            }
            boolean positions = tensor.getKey().endsWith("position_ids");
            end = begin + elements * (positions ? Long.BYTES : size);
            header.putObject(tensor.getKey())
                    .put("dtype", positions ? "I64" : dtype)
                    .<ObjectNode>set("shape", tensor.getValue())
                    .putArray("data_offsets")
                    .add(begin)
                    .add(end);
        }
        byte[] json = header.toString().getBytes(UTF_8);
        Files.createDirectories(path.getParent());
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.write(ByteBuffer.allocate(Long.BYTES)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(json.length)
                    .array());
            file.write(json);
            file.setLength(Long.BYTES + json.length + end);
        }
    }
}
