package lorasweep.worker.safetensors;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Ways to damage a safetensors file; which, where and how depends on the random source alone. */
final class Mutations {
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "-1",
            "7",
            "8",
            "2147483647",
            "2147483648",
            "4294967296",
            "4611686018427387904",
            "9223372036854775807",
            "9223372036854775808",
            "18446744073709551616",
            "1e3",
            "1.0",
            "null",
            "\"1\"");
    private static final List<String> FRAGMENTS = List.of(
            "{",
            "}",
            "[",
            "]",
            "\"",
            ",",
            ":",
            "\\u0000",
            "\\ud800",
            "\u00ff",
            "\u00c0\u0080",
            "null",
            "true",
            "\"__metadata__\":{\"a\":\"b\"},",
            "\"F32\"",
            "\"F16\"",
            "\"BF16\"",
            "\"I64\"",
            "\"Q4\"",
            "\"x\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]},",
            "[[[[[[[[",
            "{\"a\":{\"a\":{\"a\":");

    private final Random random;

    Mutations(Random random) {
        this.random = random;
    }

    /** A damaged copy; now and then damaged twice. */
    byte[] damage(byte[] file) {
        byte[] once = damageOnce(file);
        return random.nextInt(4) == 0 ? damageOnce(once) : once;
    }

    private byte[] damageOnce(byte[] file) {
        if (file.length < Long.BYTES + 1) {
            return insert(file, 0, new byte[1 + random.nextInt(40)]);
        }
        return switch (random.nextInt(9)) {
            case 0 -> changeLength(file);
            case 1 -> flipBit(file, random.nextInt(file.length));
            case 2 -> flipBit(file, random.nextInt(headerEnd(file)));
            case 3 -> Arrays.copyOf(file, random.nextInt(file.length));
            case 4 -> Arrays.copyOf(file, file.length + 1 + random.nextInt(64));
            case 5 -> replaceNumber(file);
            case 6 ->
                inHeader(file, insert(file, position(file), pick(FRAGMENTS).getBytes(ISO_8859_1)));
            case 7 -> inHeader(file, remove(file, position(file), 1 + random.nextInt(12)));
            default -> inHeader(file, repeat(file));
        };
    }

    private byte[] changeLength(byte[] file) {
        long length = switch (random.nextInt(4)) {
            case 0 -> random.nextLong();
            case 1 -> random.nextInt();
            case 2 -> random.nextInt(2 * file.length);
            default -> headerEnd(file) - Long.BYTES + random.nextInt(17) - 8;
        };
        byte[] changed = file.clone();
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
        return changed;
    }

    private byte[] flipBit(byte[] file, int at) {
        byte[] changed = file.clone();
        changed[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        return changed;
    }

    private byte[] replaceNumber(byte[] file) {
        String header = new String(file, 0, headerEnd(file), ISO_8859_1);
        List<MatchResult> numbers = NUMBER.matcher(header)
                .results()
                .filter(n -> n.start() >= Long.BYTES)
                .toList();
        if (numbers.isEmpty()) {
            return flipBit(file, random.nextInt(file.length));
        }
        MatchResult number = numbers.get(random.nextInt(numbers.size()));
        byte[] without = remove(file, number.start(), number.end() - number.start());
        return inHeader(file, insert(without, number.start(), pick(NUMBERS).getBytes(ISO_8859_1)));
    }

    private byte[] repeat(byte[] file) {
        int from = position(file);
        int to = Math.min(from + 1 + random.nextInt(120), headerEnd(file));
        return insert(file, to, Arrays.copyOfRange(file, from, to));
    }

    /** Makes the header's length fit after its text has changed. */
    private static byte[] inHeader(byte[] before, byte[] after) {
        long length = headerEnd(before) - Long.BYTES + (long) after.length - before.length;
        ByteBuffer.wrap(after).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
        return after;
    }

    private int position(byte[] file) {
        return Long.BYTES + random.nextInt(headerEnd(file) - Long.BYTES + 1);
    }

    private static int headerEnd(byte[] file) {
        long length = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return (int) (length < 0 || length > file.length - Long.BYTES ? file.length : Long.BYTES + length);
    }

    private static byte[] insert(byte[] file, int at, byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(file, 0, at);
        bytes.writeBytes(content);
        bytes.write(file, at, file.length - at);
        return bytes.toByteArray();
    }

    private static byte[] remove(byte[] file, int at, int count) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int end = Math.min(at + count, Math.max(headerEnd(file), at));
        bytes.write(file, 0, at);
        bytes.write(file, end, file.length - end);
        return bytes.toByteArray();
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
