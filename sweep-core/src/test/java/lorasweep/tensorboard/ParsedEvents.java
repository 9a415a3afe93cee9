package lorasweep.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads an event file by TFRecord's and protocol buffers' definitions, checksums bit by bit. */
public final class ParsedEvents {
    private ParsedEvents() {}

    /** One event; 0, empty where it does not say. What plugins read is kept as bytes of one char each. */
    public record Parsed(
            double wallTime, long step, String version, Map<String, Float> values, Map<String, String> plugins) {}

    public static List<Parsed> of(Path file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<Parsed> events = new ArrayList<>();
        while (in.hasRemaining()) {
            byte[] head = new byte[8];
            in.get(head);
            assertThat(in.getInt()).isEqualTo(masked(head));
            byte[] content = new byte
                    [(int) ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong()];
            in.get(content);
            assertThat(in.getInt()).isEqualTo(masked(content));
            events.add(event(ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN)));
        }
        return events;
    }

    private static Parsed event(ByteBuffer in) {
        double time = 0;
        long step = 0;
        String version = "";
        Map<String, Float> values = new LinkedHashMap<>();
        Map<String, String> plugins = new LinkedHashMap<>();
        while (in.hasRemaining()) {
            long key = varint(in);
            if (key == (1 << 3 | 1)) {
                time = in.getDouble();
            } else if (key == (2 << 3)) {
                step = varint(in);
            } else if (key == (3 << 3 | 2)) {
                version = text(in);
            } else if (key == (5 << 3 | 2)) {
                ByteBuffer summary = part(in);
                while (summary.hasRemaining()) {
                    assertThat(varint(summary)).isEqualTo(1 << 3 | 2);
                    ByteBuffer value = part(summary);
                    assertThat(varint(value)).isEqualTo(1 << 3 | 2);
                    String tag = text(value);
                    if (varint(value) == (2 << 3 | 5)) {
                        values.put(tag, value.getFloat());
                    } else {
                        plugins.put(tag, hparams(part(value)));
                    }
                }
            } else {
                throw new AssertionError("field " + key);
            }
        }
        return new Parsed(time, step, version, values, plugins);
    }

    private static String hparams(ByteBuffer metadata) {
        assertThat(varint(metadata)).isEqualTo(1 << 3 | 2);
        ByteBuffer plugin = part(metadata);
        assertThat(varint(plugin)).isEqualTo(1 << 3 | 2);
        assertThat(text(plugin)).isEqualTo("hparams");
        assertThat(varint(plugin)).isEqualTo(2 << 3 | 2);
        return StandardCharsets.ISO_8859_1.decode(part(plugin)).toString();
    }

    private static ByteBuffer part(ByteBuffer in) {
        int length = (int) varint(in);
        ByteBuffer part = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
        in.position(in.position() + length);
        return part;
    }

    private static String text(ByteBuffer in) {
        return StandardCharsets.UTF_8.decode(part(in)).toString();
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }

    private static int masked(byte[] bytes) {
        int crc = crc32c(bytes);
        return (crc >>> 15 | crc << 17) + 0xa282ead8;
    }

    static int crc32c(byte[] bytes) {
        int crc = ~0;
        for (byte b : bytes) {
            crc ^= b & 0xff;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ 0x82f63b78;
            }
        }
        return ~crc;
    }
}
