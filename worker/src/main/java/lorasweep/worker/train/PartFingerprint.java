package lorasweep.worker.train;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import lorasweep.worker.model.BaseModel;
import lorasweep.worker.model.Part;
import lorasweep.worker.safetensors.SafetensorsFile;
import lorasweep.worker.safetensors.TensorEntry;
import lorasweep.worker.store.ContentHash;

/** Identifies a network by the content of its tensors, whatever file they are in. */
final class PartFingerprint {
    private PartFingerprint() {}

    /** SHA-256 over names, types, shapes and bytes of a network's tensors as stored (335 MB for SD 1.5's VAE). */
    static ContentHash of(BaseModel model, Part part) {
        MessageDigest digest = sha256();
        try (SafetensorsFile file = SafetensorsFile.open(model.file(part))) {
            for (TensorEntry entry : model.stored(part)) {
                digest.update((entry.name() + entry.dtype() + entry.shape()).getBytes(UTF_8));
                digest.update(file.bytes(entry));
            }
        }
        return new ContentHash(HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
