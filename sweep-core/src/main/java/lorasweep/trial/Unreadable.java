package lorasweep.trial;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Why a file cannot be read, in words for whoever named it. */
public final class Unreadable {
    private Unreadable() {}

    /** The reason as a clause, without the file's name where a system's reason is known. */
    public static String because(IOException trouble) {
        if (trouble instanceof NoSuchFileException) {
            return "there is nothing of that name";
        } else if (trouble instanceof AccessDeniedException) {
            return "no right to read it";
        } else if (trouble instanceof NotDirectoryException) {
            return "it is no folder";
        } else if (trouble instanceof CharacterCodingException) {
            return "it is not UTF-8 text";
        }
        String reason = trouble instanceof FileSystemException file ? file.getReason() : trouble.getMessage();
        return reason == null ? trouble.getClass().getSimpleName() : reason;
    }
}
