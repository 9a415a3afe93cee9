package lorasweep.worker.model;

import static lorasweep.worker.testing.TensorAssert.assertThatTensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lorasweep.worker.safetensors.Dtype;
import lorasweep.worker.safetensors.SafetensorsFile;
import lorasweep.worker.testing.Goldens;
import lorasweep.worker.testing.Tensors;
import lorasweep.worker.torch.Kernels;
import lorasweep.worker.torch.Torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("golden")
class BaseModelTest {
    private final NDManager manager = Torch.newManager(Device.cpu());
    private final Kernels kernels = Kernels.compile(manager);

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @EnumSource(Part.class)
    void bothLayoutsLoadToIdenticalTensors(Part part) {
        try (BaseModel folder = BaseModel.open(folder());
                BaseModel single = BaseModel.open(singleFile())) {
            assertThat(single.config()).isEqualTo(folder.config());
            Weights fromFolder = folder.weights(part, Precision.FP32, manager, kernels);
            Weights fromSingle = single.weights(part, Precision.FP32, manager, kernels);
            shapes(folder.config(), part).forEach((name, shape) -> {
                NDArray tensor = fromFolder.get(name, shape(shape));
                assertThat(tensor.getDataType()).isEqualTo(DataType.FLOAT32);
                assertThat(tensor.getManager()).isSameAs(manager);
                assertThatTensor(fromSingle.get(name, shape(shape))).isEqualToTensor(tensor);
            });
        }
    }

    @Test
    void tensorsHaveTheValuesOfTheFile() {
        try (BaseModel model = BaseModel.open(folder());
                SafetensorsFile file = Goldens.tensors("model/unet/diffusion_pytorch_model.safetensors")) {
            Weights weights = model.weights(Part.UNET, Precision.FP32, manager, kernels);
            file.tensors()
                    .values()
                    .forEach(entry -> assertThatTensor(weights.get(entry.name(), shape(entry.shape())))
                            .isEqualToTensor(file.loadFloat32(entry.name(), manager)));
        }
    }

    @Test
    void inBf16TensorsAreRoundedToNearestAndTheVaeStaysFp32() {
        try (BaseModel model = BaseModel.open(folder())) {
            Weights exact = model.weights(Part.UNET, Precision.FP32, manager, kernels);
            Weights rounded = model.weights(Part.UNET, Precision.BF16, manager, kernels);
            String name = "mid_block.attentions.0.proj_in.weight";
            long width = model.config().unet().lastLevel().channels();
            long[] shape = {width, width, 1, 1};
            float[] expected = Tensors.floats(exact.get(name, shape));
            for (int i = 0; i < expected.length; i++) {
                expected[i] = roundToBf16(expected[i]);
            }
            NDArray widened = kernels.tensor(manager, "cast", rounded.get(name, shape), 6);
            assertThat(Tensors.floats(widened)).containsExactly(expected);

            Weights vae = model.weights(Part.VAE, Precision.BF16, manager, kernels);
            assertThat(vae.get("quant_conv.bias", 2L * model.config().vae().latentChannels())
                            .getDataType())
                    .isEqualTo(DataType.FLOAT32);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "BF16"})
    void otherStoredTypesLoadToTheirValues(Dtype dtype, @TempDir Path folder) {
        Path file = EditedFile.of(Goldens.path("model_single.safetensors"))
                .convert(dtype)
                .save(folder.resolve("converted.safetensors"));
        try (BaseModel model = BaseModel.open(ModelFiles.of(file).withConfiguration(Goldens.path("model")));
                BaseModel golden = BaseModel.open(singleFile())) {
            for (Precision precision : Precision.values()) {
                Weights converted = model.weights(Part.TEXT_ENCODER, precision, manager, kernels);
                Weights original = golden.weights(Part.TEXT_ENCODER, precision, manager, kernels);
                shapes(model.config(), Part.TEXT_ENCODER).forEach((name, sizes) -> {
                    NDArray expected = kernels.tensor(manager, "cast", original.get(name, shape(sizes)), 15);
                    NDArray actual = kernels.tensor(manager, "cast", converted.get(name, shape(sizes)), 15);
                    assertThatTensor(kernels.tensor(manager, "cast", actual, 6))
                            .isEqualToTensor(kernels.tensor(manager, "cast", expected, 6));
                });
            }
        }
    }

    @Test
    void aTensorOfAnotherShapeIsABug() {
        try (BaseModel model = BaseModel.open(folder())) {
            Weights weights = model.weights(Part.UNET, Precision.FP32, manager, kernels);
            assertThat(weights.has("conv_in.bias")).isTrue();
            assertThat(weights.has("conv_in.bios")).isFalse();
            assertThatThrownBy(() -> weights.get("conv_in.bias", 1))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("conv_in.bias");
        }
    }

    private static ModelFiles folder() {
        return ModelFiles.of(Goldens.path("model"));
    }

    private static ModelFiles singleFile() {
        return ModelFiles.of(Goldens.path("model_single.safetensors")).withConfiguration(Goldens.path("model"));
    }

    private static Map<String, List<Long>> shapes(StableDiffusionConfig config, Part part) {
        return Layer.tensors(
                switch (part) {
                    case TEXT_ENCODER -> ClipTextLayers.of(config.text());
                    case UNET -> UNetLayers.of(config.unet());
                    case VAE -> VaeLayers.of(config.vae());
                });
    }

    private static long[] shape(List<Long> sizes) {
        return sizes.stream().mapToLong(Long::longValue).toArray();
    }

    /** To the nearest value with 8 bits of mantissa, ties to even. */
    private static float roundToBf16(float value) {
        int bits = Float.floatToIntBits(value);
        int rounded = bits + 0x7fff + ((bits >> 16) & 1);
        return Float.intBitsToFloat(rounded & 0xffff0000);
    }
}
