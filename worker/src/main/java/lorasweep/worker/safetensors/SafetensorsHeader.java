package lorasweep.worker.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A checked header: every byte after it belongs to exactly one tensor.
 *
 * @param dataStart offset in the file of the first byte after the header
 * @param metadata the file's text entries, in the file's order
 * @param tensors by name, in the order of their bytes
 */
record SafetensorsHeader(long dataStart, Map<String, String> metadata, Map<String, TensorEntry> tensors) {
    /** The longest header that is read, in bytes: the reference's own limit. */
    static final int MAX_BYTES = 100_000_000;

    private static final int LENGTH_BYTES = Long.BYTES;

    SafetensorsHeader {
        metadata = Collections.unmodifiableMap(metadata);
        tensors = Collections.unmodifiableMap(tensors);
    }

    /**
     * Reads and checks the header of an open file.
     *
     * @throws lorasweep.trial.InvalidInputException if it breaks the format
     */
    static SafetensorsHeader read(Path file, FileChannel channel) throws IOException {
        long fileSize = channel.size();
        long dataStart = LENGTH_BYTES + length(file, channel, fileSize);
        Problems problems = new Problems(file);
        HeaderJson header = HeaderJson.parse(new FileRange(channel, LENGTH_BYTES, dataStart), problems);
        Map<String, TensorEntry> tensors =
                problems.isEmpty() ? inDataOrder(header.tensors(), fileSize - dataStart, problems) : Map.of();
        if (!problems.isEmpty()) {
            throw problems.exception();
        }
        return new SafetensorsHeader(dataStart, header.metadata(), tensors);
    }

    private static long length(Path file, FileChannel channel, long fileSize) throws IOException {
        if (fileSize < LENGTH_BYTES) {
            throw Problems.of(
                    file,
                    "is %d bytes long, expected a safetensors file of at least 10; it was cut off: get it again."
                            .formatted(fileSize));
        }
        ByteBuffer start = ByteBuffer.wrap(new FileRange(channel, 0, LENGTH_BYTES).readNBytes(LENGTH_BYTES));
        long length = start.order(ByteOrder.LITTLE_ENDIAN).getLong(0);
        long available = fileSize - LENGTH_BYTES;
        if (length < 2 || length > available || length > MAX_BYTES) {
            String found = Lookalike.describe(start)
                    .orElseGet(() ->
                            "header of %s bytes, expected 2 to %d; this is no safetensors file or it was cut off: get it again"
                                    .formatted(Long.toUnsignedString(length), Math.min(available, MAX_BYTES)));
            throw Problems.of(file, found + ".");
        }
        return length;
    }

    private static Map<String, TensorEntry> inDataOrder(
            Map<String, TensorEntry> tensors, long dataLength, Problems problems) {
        List<TensorEntry> sorted = new ArrayList<>(tensors.values());
        sorted.sort(Comparator.comparingLong(TensorEntry::begin)
                .thenComparingLong(TensorEntry::end)
                .thenComparing(TensorEntry::name));
        long covered = 0;
        for (TensorEntry entry : sorted) {
            if (entry.begin() != covered) {
                problems.addFor(
                        entry.name(),
                        "begins at byte %d, expected %d, where the tensor before it ends; the file is damaged: get it again."
                                .formatted(entry.begin(), covered));
            }
            covered = Math.max(covered, entry.end());
        }
        if (covered != dataLength) {
            problems.add("%d bytes follow the header, expected %d for its tensors; %s: get it again."
                    .formatted(dataLength, covered, covered > dataLength ? "it was cut off" : "the file is damaged"));
        }
        Map<String, TensorEntry> ordered = new LinkedHashMap<>();
        sorted.forEach(entry -> ordered.put(entry.name(), entry));
        return ordered;
    }
}
