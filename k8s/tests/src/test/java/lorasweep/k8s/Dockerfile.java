package lorasweep.k8s;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads the instructions of a Dockerfile. */
final class Dockerfile {
    private Dockerfile() {}

    /** One instruction, its continued lines joined. */
    record Instruction(String name, String argument) {
        List<String> words() {
            return List.of(argument.split("\\s+"));
        }
    }

    static List<Instruction> read(Path file) throws IOException {
        List<Instruction> instructions = new ArrayList<>();
        StringBuilder open = new StringBuilder();
        for (String line : Files.readAllLines(file)) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (line.endsWith("\\")) {
                open.append(line, 0, line.length() - 1).append(' ');
                continue;
            }
            String whole = open.append(line).toString().strip().replaceAll("\\s+", " ");
            open.setLength(0);
            int space = whole.indexOf(' ');
            instructions.add(
                    new Instruction(whole.substring(0, space).toUpperCase(Locale.ROOT), whole.substring(space + 1)));
        }
        return instructions;
    }
}
