package lorasweep.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import javax.crypto.KeyGenerator;
import lorasweep.trial.InvalidInputException;

/** What all processes of a cluster know and nobody else: a file that only its owner can read. */
public final class Secret {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final int BITS = 256;
    private static final int SHORTEST = 32;

    private final String text;

    private Secret(String text) {
        this.text = text;
    }

    /** Makes a file with a new secret. */
    public static void write(Path file) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a folder"));
        Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        Files.write(file, HexFormat.of().formatHex(key()).getBytes(UTF_8), StandardOpenOption.WRITE);
    }

    private static byte[] key() {
        try {
            KeyGenerator generator = KeyGenerator.getInstance("AES");
            generator.init(BITS);
            return generator.generateKey().getEncoded();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has AES", e);
        }
    }

    /**
     * Reads a file.
     *
     * @throws InvalidInputException if there is none, others can read it, or it is too short to keep anybody out
     */
    public static Secret read(Path file) throws IOException {
        if (!Files.exists(file)) {
            throw new InvalidInputException("cluster: the secret " + file + " is missing, expected the file that the"
                    + " master made; copy it from there.");
        }
        if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
            throw new InvalidInputException("cluster: the secret " + file + " can be read by others, expected its owner"
                    + " alone; chmod 600 " + file + ".");
        }
        String text = Files.readString(file).strip();
        if (text.length() < SHORTEST) {
            throw new InvalidInputException("cluster: the secret " + file + " has " + text.length()
                    + " characters, expected at least " + SHORTEST + "; delete it and start the master again.");
        }
        return new Secret(text);
    }

    /** The secret itself, for a file that only its owner can read. */
    String text() {
        return text;
    }
}
