package lorasweep.worker.data;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import lorasweep.trial.Unreadable;

/**
 * The caption that a file holds: its first line, stripped, as sd-scripts reads it. The file must be
 * UTF-8; a byte-order mark is no part of it.
 *
 * @param text the caption, not empty
 * @param furtherLines how many more lines that are not blank the file has; they are not used
 */
record CaptionFile(String text, int furtherLines) {
    /** The longest file that is read as a caption. */
    static final int MAX_BYTES = 64 << 10;

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /** Reads a file; what is wrong with it goes to the problems under the place. */
    static Optional<CaptionFile> read(Path file, String place, Problems problems) {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            problems.add(place, "cannot be read (" + Unreadable.because(e) + "), expected a caption; check its rights");
            return Optional.empty();
        }
        if (bytes.length > MAX_BYTES) {
            problems.add(
                    place,
                    "more than " + MAX_BYTES + " bytes, expected a caption of one line; shorten it or move it away");
            return Optional.empty();
        }
        Optional<String> content = decode(bytes, place, problems);
        if (content.isEmpty()) {
            return Optional.empty();
        }
        List<String> lines = content.get().lines().map(String::strip).toList();
        if (lines.isEmpty() || lines.get(0).isEmpty()) {
            problems.add(
                    place,
                    "an empty first line, expected the caption; write it, or delete the file so that the folder's "
                            + "class tokens are used");
            return Optional.empty();
        }
        long further = lines.stream().skip(1).filter(line -> !line.isEmpty()).count();
        return Optional.of(new CaptionFile(lines.get(0), (int) further));
    }

    private static Optional<String> decode(byte[] bytes, String place, Problems problems) {
        ByteBuffer input = ByteBuffer.wrap(bytes);
        try {
            String text = UTF_8.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(input)
                    .toString();
            String content = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
            if (content.chars().noneMatch(CaptionFile::isControl)) {
                return Optional.of(content);
            }
            problems.add(place, "control characters, expected text; is it a caption? Save it as UTF-8 text");
        } catch (CharacterCodingException e) {
            problems.add(
                    place,
                    "byte " + input.position() + " is no UTF-8 (0x"
                            + String.format("%02x", bytes[Math.min(input.position(), bytes.length - 1)])
                            + "), expected a caption in UTF-8; save it in that encoding");
        }
        return Optional.empty();
    }

    private static boolean isControl(int character) {
        return Character.isISOControl(character) && !Character.isWhitespace(character);
    }
}
