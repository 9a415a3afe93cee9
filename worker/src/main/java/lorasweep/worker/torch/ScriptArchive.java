package lorasweep.worker.torch;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs TorchScript source text into the archive that libtorch loads: a zip of four stored entries
 * (a pickled module without attributes, its code, no constants, a format version).
 */
final class ScriptArchive {
    /** A top-level function: its name, its arguments, its result; one line each. */
    private static final Pattern FUNCTION = Pattern.compile("(?m)^def (\\w+)\\((.*)\\) -> (.+):$");

    private static final Pattern ARGUMENT = Pattern.compile("(\\w+): ");

    private ScriptArchive() {}

    /**
     * The archive of a module with one method for each top-level function of the source.
     *
     * @param functions functions in TorchScript's serialised dialect, signature on one line, calling
     *     each other as {@code __torch__.name(...)}
     */
    static byte[] of(String functions) {
        StringBuilder code = new StringBuilder("""
                class M(Module):
                  __parameters__ = []
                  __buffers__ = []
                  training : bool
                """);
        Matcher function = FUNCTION.matcher(functions);
        while (function.find()) {
            code.append("  def %s(self: __torch__.M, %s) -> %s:\n    return __torch__.%s(%s)\n"
                    .formatted(
                            function.group(1),
                            function.group(2),
                            function.group(3),
                            function.group(1),
                            names(function.group(2))));
        }
        code.append(functions);
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
                store(zip, "m/data.pkl", emptyModule());
                store(zip, "m/code/__torch__.py", code.toString().getBytes(UTF_8));
                store(zip, "m/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
                store(zip, "m/version", "10\n".getBytes(US_ASCII));
            }
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String names(String arguments) {
        StringBuilder names = new StringBuilder();
        Matcher argument = ARGUMENT.matcher(arguments);
        while (argument.find()) {
            names.append(names.isEmpty() ? "" : ", ").append(argument.group(1));
        }
        return names.toString();
    }

    /** Pickle, protocol 2, of an object of class {@code __torch__.M} whose only attribute is training = true. */
    private static byte[] emptyModule() throws IOException {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.write(new byte[] {(byte) 0x80, 2});
        pickle.write("c__torch__\nM\n)".getBytes(US_ASCII));
        pickle.write(new byte[] {(byte) 0x81, '}', '(', 'X', 8, 0, 0, 0});
        pickle.write("training".getBytes(US_ASCII));
        pickle.write(new byte[] {(byte) 0x88, 'u', 'b', '.'});
        return pickle.toByteArray();
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setTime(0);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCompressedSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
