package lorasweep.worker.safetensors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lorasweep.trial.InvalidInputException;
import lorasweep.worker.torch.Torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Twenty thousand damaged files: each is refused with an error of ours, or read as it is. */
class SafetensorsFuzzTest {
    private static final int FILES = 20_000;
    private static final long MORE_THAN_THE_FILE = 64L << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void everyDamagedFileIsRefusedOrReadCorrectlyWithinBoundedMemory() throws IOException {
        List<byte[]> originals = List.of(original(3), original(17), HeaderBytes.file("{}", 0));
        int refused = 0;
        int read = 0;
        for (int seed = 0; seed < FILES; seed++) {
            byte[] damaged = new Mutations(new Random(seed)).damage(originals.get(seed % originals.size()));
            Path path = Files.write(folder.resolve(seed + ".safetensors"), damaged);
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            try (SafetensorsFile file = SafetensorsFile.open(path)) {
                requireReadCorrectly(seed, damaged, file);
                read++;
            } catch (InvalidInputException e) {
                assertThat(e.problems()).allMatch(problem -> problem.startsWith(path + ": "));
                refused++;
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
            long allocated =
                    threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
            Files.delete(path);
            assertThat(allocated).as("seed %d", seed).isLessThan(damaged.length + MORE_THAN_THE_FILE);
        }
        assertThat(refused).isGreaterThan(FILES / 2);
        assertThat(read).isGreaterThan(FILES / 50);
    }

    @Test
    void headersThatAreHugeAndRightStayWithinBoundedMemoryToo() throws IOException {
        String text = "x".repeat(7_900_000);
        String metadata = "{\"__metadata__\":{\"a\":\"" + text + "\",\"b\":\"" + text + "\"}}";
        String entries = IntStream.range(0, 10_000)
                .mapToObj(i -> "\"%d\":\"\"".formatted(i))
                .collect(Collectors.joining(",", "{\"__metadata__\":{", "}}"));
        String tensors = IntStream.range(0, 50_000)
                .mapToObj("\"%d\":{\"dtype\":\"F16\",\"shape\":[999,999,999,0],\"data_offsets\":[0,0]}"::formatted)
                .collect(Collectors.joining(",", "{", "}"));
        for (String header : List.of(metadata, entries, tensors)) {
            byte[] bytes = HeaderBytes.file(header, 0);
            Path path = HeaderBytes.write(folder, bytes);
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            SafetensorsFile.open(path).close();
            assertThat(threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before)
                    .isLessThan(bytes.length + MORE_THAN_THE_FILE);
        }
    }

    /** Compares every entry with the header read by another parser, and every array with the file's bytes. */
    private static void requireReadCorrectly(int seed, byte[] bytes, SafetensorsFile file) throws IOException {
        int dataStart = 8
                + Math.toIntExact(
                        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong());
        JsonNode header = JSON.readTree(new String(bytes, 8, dataStart - 8, UTF_8));
        int metadata = header.has("__metadata__") ? 1 : 0;
        assertThat(file.tensors()).as("seed %d", seed).hasSize(header.size() - metadata);
        assertThat(file.metadata()).hasSize(header.path("__metadata__").size());
        try (NDManager manager = Torch.newManager(Device.cpu())) {
            for (TensorEntry entry : file.tensors().values()) {
                JsonNode said = header.get(entry.name());
                assertThat(said.get("dtype").textValue())
                        .isEqualTo(entry.dtype().name());
                assertThat(said.get("shape"))
                        .isEqualTo(JSON.readTree(entry.shape().toString()));
                assertThat(said.get("data_offsets"))
                        .isEqualTo(JSON.readTree(
                                List.of(entry.begin(), entry.end()).toString()));
                ByteBuffer expected =
                        ByteBuffer.wrap(bytes, dataStart + (int) entry.begin(), Math.toIntExact(entry.sizeBytes()));
                assertThat(file.bytes(entry)).isEqualTo(expected);
                NDArray array = file.load(entry.name(), manager);
                assertThat(array.size()).isEqualTo(entry.elements());
                if (entry.dtype() != Dtype.BF16 && entry.dtype() != Dtype.I16 && entry.elements() > 0) {
                    assertThat(array.toByteBuffer(false)).isEqualTo(expected);
                }
            }
        }
    }

    private byte[] original(int elements) throws IOException {
        byte[] values = new byte[8 * elements];
        new Random(elements).nextBytes(values);
        List<StoredTensor> tensors = java.util.Arrays.stream(Dtype.values())
                .filter(dtype -> dtype != Dtype.BOOL)
                .map(dtype -> new StoredTensor(
                        "block." + dtype + ".weight",
                        dtype,
                        List.of(1L, (long) elements),
                        ByteBuffer.wrap(values, 0, elements * dtype.sizeBytes())))
                .toList();
        Path path = folder.resolve("original.safetensors");
        SafetensorsWriter.write(path, Map.of("ss_network_dim", "4", "ss_tag", "é\""), tensors);
        return Files.readAllBytes(path);
    }
}
