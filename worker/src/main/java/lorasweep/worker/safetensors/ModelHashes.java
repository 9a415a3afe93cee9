package lorasweep.worker.safetensors;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The two hashes by which web interfaces know a LoRA, kept in its metadata under the same names.
 *
 * @param sshsModelHash {@code sshs_model_hash}: SHA-256 of everything after the header, 64 hex digits
 * @param sshsLegacyHash {@code sshs_legacy_hash}: first 8 hex digits of the SHA-256 of the 64 KiB that
 *     begin at 1 MiB, in a serialisation whose metadata is the {@code ss_*} keys alone; shorter files
 *     give the hash of nothing, {@code e3b0c442}
 */
public record ModelHashes(String sshsModelHash, String sshsLegacyHash) {
    private static final long LEGACY_BEGIN = 0x100000;
    private static final long LEGACY_END = 0x110000;
    private static final int LEGACY_DIGITS = 8;

    /** The hashes to be written into a file of these tensors and this metadata (its {@code ss_*} keys). */
    public static ModelHashes of(Map<String, String> metadata, Collection<StoredTensor> tensors) {
        Serialization serialization = Serialization.of(trainingKeys(metadata), tensors);
        MessageDigest model = FileDigests.sha256();
        serialization.data().forEach(model::update);
        return new ModelHashes(hex(model), legacy(serialization.parts()));
    }

    /** The hashes that a file should carry, for comparing with those that it does carry. */
    public static ModelHashes of(SafetensorsFile file) {
        MessageDigest model = FileDigests.sha256();
        file.digestData(model);
        List<StoredTensor> tensors = file.tensors().values().stream()
                .map(entry -> new StoredTensor(entry.name(), entry.dtype(), entry.shape(), file.bytes(entry)))
                .toList();
        Serialization serialization = Serialization.of(trainingKeys(file.metadata()), tensors);
        return new ModelHashes(hex(model), legacy(serialization.parts()));
    }

    /** {@code ss_new_sd_model_hash}, {@code ss_new_vae_hash}: SHA-256 of a whole file, 64 hex digits. */
    public static String ofWholeFile(Path file) {
        return ofRange(file, 0, Long.MAX_VALUE);
    }

    /**
     * {@code ss_sd_model_hash}, {@code ss_vae_hash}: first 8 hex digits of the SHA-256 of a file's 64
     * KiB that begin at 1 MiB. Different models can share it.
     */
    public static String legacyOfFile(Path file) {
        return ofRange(file, LEGACY_BEGIN, LEGACY_END).substring(0, LEGACY_DIGITS);
    }

    private static String ofRange(Path file, long begin, long end) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            MessageDigest digest = FileDigests.sha256();
            FileDigests.update(digest, channel, begin, Math.min(end, channel.size()));
            return hex(digest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> trainingKeys(Map<String, String> metadata) {
        return metadata.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("ss_"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static String legacy(List<ByteBuffer> parts) {
        MessageDigest digest = FileDigests.sha256();
        long position = 0;
        for (ByteBuffer part : parts) {
            long end = position + part.remaining();
            long from = Math.max(position, LEGACY_BEGIN);
            long to = Math.min(end, LEGACY_END);
            if (from < to) {
                digest.update(part.slice(part.position() + (int) (from - position), (int) (to - from)));
            }
            position = end;
        }
        return hex(digest).substring(0, LEGACY_DIGITS);
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }
}
