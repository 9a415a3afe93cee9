package lorasweep.worker.safetensors;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;

/** Recognises files that are often given where a safetensors file is meant, by their first bytes. */
final class Lookalike {
    private Lookalike() {}

    /** What the file is instead and what to do about it, or nothing when it is not recognised. */
    static Optional<String> describe(ByteBuffer start) {
        byte[] bytes = new byte[start.remaining()];
        start.duplicate().get(bytes);
        String text = new String(bytes, ISO_8859_1).toLowerCase(Locale.ROOT);
        if (text.startsWith("pk") || text.startsWith("\u0080")) {
            return Optional.of(
                    "is a PyTorch pickle (as .ckpt, .pt and .bin files are), expected safetensors; a pickle can run"
                            + " any program when it is opened and is never read here: convert it to .safetensors first");
        }
        if (text.startsWith("version ")) {
            return Optional.of("is a Git LFS pointer, expected the model itself; run git lfs pull in its repository");
        }
        if (text.startsWith("<")) {
            return Optional.of(
                    "is a web page, expected safetensors; download the file itself, logged in where that is asked");
        }
        return Optional.empty();
    }
}
