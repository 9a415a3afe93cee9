package lorasweep.worker.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import lorasweep.worker.torch.Torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoredFloatsTest {
    @Test
    void everyHalfIsReadAsTheEngineReadsIt() {
        ByteBuffer halves = ByteBuffer.allocateDirect(2 << 16).order(ByteOrder.nativeOrder());
        for (int i = 0; i < 1 << 16; i++) {
            halves.putShort((short) i);
        }
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            float[] expected = manager.create(halves.flip(), new Shape(1 << 16), DataType.FLOAT16)
                    .toType(DataType.FLOAT32, true)
                    .toFloatArray();
            for (int i = 0; i < 1 << 16; i++) {
                assertThat((Float) StoredFloats.fromF16((short) i)).isEqualTo((Float) expected[i]);
                if (!Float.isNaN(expected[i])) {
                    assertThat(StoredFloats.toF16(expected[i])).isEqualTo((short) i);
                }
            }
        }
    }

    @Test
    void floatsAreRoundedToHalvesAsTheEngineRoundsThem() {
        Random random = new Random(1);
        float[] values = new float[100_000];
        for (int i = 0; i < values.length; i++) {
            int bits = random.nextInt();
            // Half of them within a half's range.
            values[i] = i % 2 == 0 ? Float.intBitsToFloat(bits) : Math.scalb(random.nextFloat() - 0.5f, bits % 27);
        }
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            ByteBuffer expected =
                    manager.create(values).toType(DataType.FLOAT16, true).toByteBuffer();
            for (float value : values) {
                short half = expected.order(ByteOrder.nativeOrder()).getShort();
                if (!Float.isNaN(value)) {
                    assertThat(StoredFloats.toF16(value)).as("%s", value).isEqualTo(half);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "BF16"})
    void storedNumbersAreReadBack(Dtype dtype, @TempDir Path folder) {
        float[] values = {0, -0f, 1, -2.5f, 0.0078125f, 3, Float.POSITIVE_INFINITY, Float.NaN};
        Path file = folder.resolve("x.safetensors");
        SafetensorsWriter.write(file, Map.of(), List.of(StoredFloats.store("x", dtype, List.of(2L, 4L), values)));
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            assertThat(StoredFloats.read(opened, opened.entry("x"))).containsExactly(values);
        }
    }

    @Test
    void bf16IsRoundedToNearestWithTiesToEven(@TempDir Path folder) {
        float[] values = {0x1.01p0f, 0x1.03p0f, 0x1.0101p0f, 0x1.00ffp0f};
        Path file = folder.resolve("x.safetensors");
        SafetensorsWriter.write(file, Map.of(), List.of(StoredFloats.store("x", Dtype.BF16, List.of(4L), values)));
        try (SafetensorsFile opened = SafetensorsFile.open(file)) {
            assertThat(StoredFloats.read(opened, opened.entry("x"))).containsExactly(1, 0x1.04p0f, 0x1.02p0f, 1);
        }
    }

    @Test
    void refusesToStoreNumbersAsIntegers() {
        assertThatThrownBy(() -> StoredFloats.store("x", Dtype.I64, List.of(1L), new float[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("I64");
    }
}
