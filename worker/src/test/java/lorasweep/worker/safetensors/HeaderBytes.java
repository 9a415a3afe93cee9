package lorasweep.worker.safetensors;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Safetensors files made by hand, so that they can be wrong in any way. */
final class HeaderBytes {
    private HeaderBytes() {}

    /** A file of this header text, with its right length, and this many bytes of data. */
    static byte[] file(String json, int dataBytes) {
        return file(json.getBytes(UTF_8), dataBytes);
    }

    static byte[] file(byte[] json, int dataBytes) {
        return ByteBuffer.allocate(Long.BYTES + json.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.length)
                .put(json)
                .array();
    }

    static Path write(Path folder, byte[] bytes) {
        try {
            return Files.write(folder.resolve("model.safetensors"), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
