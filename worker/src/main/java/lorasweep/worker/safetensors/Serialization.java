package lorasweep.worker.safetensors;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The bytes of a safetensors file, part by part: length and header, then every tensor. They depend on
 * nothing but names, values and metadata. Tensors follow the reference serializer (dtypes of higher
 * priority first, then names by their UTF-8 bytes), because the hash of a model depends on the order;
 * metadata is sorted; spaces pad the header to a multiple of 8, so that every tensor is aligned.
 */
final class Serialization {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private final List<ByteBuffer> parts;

    private Serialization(List<ByteBuffer> parts) {
        this.parts = parts;
    }

    /**
     * The file of these tensors.
     *
     * @throws IllegalArgumentException if a name stands twice or is the metadata's own
     */
    static Serialization of(Map<String, String> metadata, Collection<StoredTensor> tensors) {
        List<StoredTensor> sorted = new ArrayList<>(tensors);
        sorted.sort(Comparator.comparing(StoredTensor::dtype)
                .reversed()
                .thenComparing(tensor -> tensor.name().getBytes(UTF_8), Arrays::compareUnsigned));
        requireUniqueNames(sorted);
        List<ByteBuffer> parts = new ArrayList<>();
        parts.add(header(metadata, sorted));
        sorted.forEach(tensor -> parts.add(tensor.data().asReadOnlyBuffer()));
        return new Serialization(parts);
    }

    /** Length and header, then the tensors in order; each call gives fresh positions. */
    List<ByteBuffer> parts() {
        return parts.stream().map(ByteBuffer::duplicate).toList();
    }

    /** The tensors alone. */
    List<ByteBuffer> data() {
        return parts().subList(1, parts.size());
    }

    private static void requireUniqueNames(List<StoredTensor> tensors) {
        Set<String> names = new HashSet<>(Set.of(HeaderJson.METADATA));
        for (StoredTensor tensor : tensors) {
            if (!names.add(tensor.name())) {
                throw new IllegalArgumentException("the tensor name " + tensor.name() + " is taken");
            }
        }
    }

    private static ByteBuffer header(Map<String, String> metadata, List<StoredTensor> tensors) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(new byte[Long.BYTES]);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                writeMetadata(json, metadata);
            }
            long offset = 0;
            for (StoredTensor tensor : tensors) {
                json.writeObjectFieldStart(tensor.name());
                json.writeStringField("dtype", tensor.dtype().name());
                writeNumbers(json, "shape", tensor.shape());
                long end = offset + tensor.data().remaining();
                writeNumbers(json, "data_offsets", List.of(offset, end));
                json.writeEndObject();
                offset = end;
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        while (bytes.size() % Long.BYTES != 0) {
            bytes.write(' ');
        }
        ByteBuffer header = ByteBuffer.wrap(bytes.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
        return header.putLong(0, bytes.size() - (long) Long.BYTES);
    }

    private static void writeMetadata(JsonGenerator json, Map<String, String> metadata) throws IOException {
        json.writeObjectFieldStart(HeaderJson.METADATA);
        for (Map.Entry<String, String> entry : new TreeMap<>(metadata).entrySet()) {
            json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
    }

    private static void writeNumbers(JsonGenerator json, String field, List<Long> numbers) throws IOException {
        json.writeArrayFieldStart(field);
        for (long number : numbers) {
            json.writeNumber(number);
        }
        json.writeEndArray();
    }
}
