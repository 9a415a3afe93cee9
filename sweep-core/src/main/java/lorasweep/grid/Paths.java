package lorasweep.grid;

import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import lorasweep.setting.GivenSetting;
import lorasweep.setting.SettingDefinition;
import lorasweep.trial.FilePath;
import lorasweep.trial.TrialSpecCodec;

/**
 * Makes paths in a file independent of the directory the program is started in; places in other stores already are.
 *
 * @param folder where relative paths start: the file's own folder
 * @param problems receives a line for each path that cannot be used
 */
record Paths(Path folder, List<String> problems) {

    /** The setting with its path, if it is one, made absolute. */
    GivenSetting resolved(GivenSetting setting) {
        String text = setting.value().asText();
        boolean isPath = TrialSpecCodec.catalog()
                .find(setting.name())
                .filter(SettingDefinition::isPath)
                .isPresent();
        if (!isPath || !setting.value().isTextual() || text.isBlank()) {
            return setting;
        }
        Optional<String> problem = FilePath.problem(text);
        if (problem.isPresent()) {
            problems.add(setting.place() + ": " + setting.name() + " " + problem.get());
            return setting;
        }
        if (FilePath.isElsewhere(text)) {
            return setting;
        }
        return resolve(text)
                .map(path -> setting.withValue(TextNode.valueOf(path.toString())))
                .orElse(setting);
    }

    /** A path of the file; empty if the text cannot be one. */
    Optional<Path> resolve(String text) {
        try {
            return Optional.of(
                    folder.resolve(FilePath.plain(text, folder.toString())).normalize());
        } catch (InvalidPathException notAPath) {
            return Optional.empty();
        }
    }
}
