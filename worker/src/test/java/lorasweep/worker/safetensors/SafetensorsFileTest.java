package lorasweep.worker.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import lorasweep.trial.InvalidInputException;
import lorasweep.worker.torch.Torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsFileTest {
    @TempDir
    Path folder;

    private final NDManager manager = Torch.newManager(Device.cpu());

    @AfterEach
    void close() {
        manager.close();
    }

    @Test
    void refusesATensorThatIsNotThere() {
        try (SafetensorsFile file = open("U8", "[1]", bytes(1).put(0, (byte) 7), 0)) {
            assertThatThrownBy(() -> file.load("other", manager))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("tensor \"other\": is missing");
        }
    }

    @Test
    void readsEveryTypeAtEveryAlignment() {
        for (int shift = 0; shift < 8; shift++) {
            assertThat(load("F32", bytes(8).putFloat(1.5f).putFloat(-2), shift).toFloatArray())
                    .containsExactly(1.5f, -2);
            assertThat(load("F64", bytes(16).putDouble(1e300).putDouble(-2), shift)
                            .toDoubleArray())
                    .containsExactly(1e300, -2);
            assertThat(load("I64", bytes(16).putLong(Long.MIN_VALUE).putLong(5), shift)
                            .toLongArray())
                    .containsExactly(Long.MIN_VALUE, 5);
            assertThat(load("I32", bytes(8).putInt(Integer.MIN_VALUE).putInt(5), shift)
                            .toIntArray())
                    .containsExactly(Integer.MIN_VALUE, 5);
            assertThat(load("I16", bytes(4).putShort((short) -300).putShort((short) 5), shift)
                            .toIntArray())
                    .containsExactly(-300, 5);
            assertThat(load("U8", bytes(2).put((byte) 255).put((byte) 1), shift).toUint8Array())
                    .containsExactly(255, 1);
            assertThat(load("I8", bytes(2).put((byte) -128).put((byte) 1), shift)
                            .toByteArray())
                    .containsExactly(-128, 1);
            assertThat(load("BOOL", bytes(2).put((byte) 0).put((byte) 1), shift).toBooleanArray())
                    .containsExactly(false, true);
            assertThat(load("BF16", bytes(4).putShort((short) 0x3FC0).putShort((short) 0xC000), shift)
                            .toFloatArray())
                    .containsExactly(1.5f, -2);
            NDArray half = load("F16", bytes(4).putShort((short) 0x3E00).putShort((short) 0xC000), shift);
            assertThat(half.getDataType()).isEqualTo(DataType.FLOAT16);
            assertThat(half.toType(DataType.FLOAT32, true).toFloatArray()).containsExactly(1.5f, -2);
        }
    }

    @Test
    void widensEveryTypeToFloat32() {
        assertThat(loadFloat32("F16", bytes(4).putShort((short) 0x3E00).putShort((short) 0x0001)))
                .containsExactly(1.5f, 0x1p-24f);
        assertThat(loadFloat32("BF16", bytes(4).putShort((short) 0x7F80).putShort((short) 0x0001)))
                .containsExactly(Float.POSITIVE_INFINITY, Float.intBitsToFloat(0x10000));
        assertThat(loadFloat32("F64", bytes(16).putDouble(0.1).putDouble(-2))).containsExactly(0.1f, -2);
        assertThat(loadFloat32("I64", bytes(16).putLong(16).putLong(-1))).containsExactly(16, -1);
        assertThat(loadFloat32("I16", bytes(4).putShort((short) -300).putShort((short) 5)))
                .containsExactly(-300, 5);
        assertThat(loadFloat32("BOOL", bytes(2).put((byte) 0).put((byte) 1))).containsExactly(0, 1);
        assertThat(loadFloat32("F32", bytes(8).putFloat(1).putFloat(2))).containsExactly(1, 2);
    }

    @Test
    void readsScalarsAndEmptyTensors() {
        try (SafetensorsFile file = open("F32", "[]", bytes(4).putFloat(2.5f).flip(), 0)) {
            NDArray scalar = file.load("tensor", manager);
            assertThat(scalar.getShape()).isEqualTo(new Shape());
            assertThat(scalar.toFloatArray()).containsExactly(2.5f);
        }
        try (SafetensorsFile file = open("BF16", "[2,0]", bytes(0), 0)) {
            NDArray empty = file.loadFloat32("tensor", manager);
            assertThat(empty.getShape()).isEqualTo(new Shape(2, 0));
            assertThat(file.load("tensor", manager).toFloatArray()).isEmpty();
        }
    }

    @Test
    void keepsLoadedArraysAndBytesAfterClosing() {
        NDArray array;
        ByteBuffer mapped;
        try (SafetensorsFile file =
                open("F32", "[2]", bytes(8).putFloat(1).putFloat(2).flip(), 0)) {
            array = file.load("tensor", manager);
            mapped = file.bytes(file.entry("tensor"));
            file.load("tensor", manager).close();
        }
        System.gc();
        assertThat(array.toFloatArray()).containsExactly(1, 2);
        assertThat(array.getManager()).isSameAs(manager);
        assertThat(mapped.isReadOnly()).isTrue();
        assertThat(mapped.getFloat(4)).isEqualTo(2);
    }

    @Test
    void sharesTheMappedPagesInsteadOfCopying() throws Exception {
        Path path = folder.resolve("model.safetensors");
        try (SafetensorsFile file =
                        open("F32", "[2]", bytes(8).putFloat(1).putFloat(2).flip(), 0);
                FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            NDArray array = file.load("tensor", manager);
            channel.write(bytes(4).putFloat(9).flip(), channel.size() - 8);
            assertThat(array.toFloatArray()).containsExactly(9, 2);
        }
    }

    private NDArray load(String dtype, ByteBuffer data, int shift) {
        try (SafetensorsFile file = open(dtype, "[2]", data.flip(), shift)) {
            return file.load("tensor", manager);
        }
    }

    private float[] loadFloat32(String dtype, ByteBuffer data) {
        try (SafetensorsFile file = open(dtype, "[2]", data.flip(), 0)) {
            NDArray array = file.loadFloat32("tensor", manager);
            assertThat(array.getManager()).isSameAs(manager);
            return array.toFloatArray();
        }
    }

    /** A file of one tensor that begins {@code shift} bytes after a multiple of 8. */
    private SafetensorsFile open(String dtype, String shape, ByteBuffer data, int shift) {
        String json = "{\"tensor\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[0,%d]}}"
                .formatted(dtype, shape, data.remaining());
        json += " ".repeat(8 - json.length() % 8 + shift);
        byte[] bytes = HeaderBytes.file(json, data.remaining());
        data.duplicate().get(bytes, bytes.length - data.remaining(), data.remaining());
        return SafetensorsFile.open(HeaderBytes.write(folder, bytes));
    }

    private static ByteBuffer bytes(int count) {
        return ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    }
}
