package lorasweep.grid;

import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import lorasweep.setting.GivenSetting;
import lorasweep.setting.SettingDefinition;
import lorasweep.trial.TrialSpecCodec;

/**
 * Makes paths in a file independent of the directory the program is started in.
 *
 * @param folder where relative paths start: the file's own folder
 */
record Paths(Path folder) {
    private static final Pattern URI_SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*:.*");

    /** The setting with its path, if it is one, made absolute; a URI such as {@code s3a://…} stays. */
    GivenSetting resolved(GivenSetting setting) {
        String text = setting.value().asText();
        boolean isPath = TrialSpecCodec.catalog()
                .find(setting.name())
                .filter(SettingDefinition::isPath)
                .isPresent();
        if (!isPath
                || !setting.value().isTextual()
                || text.isBlank()
                || URI_SCHEME.matcher(text).matches()) {
            return setting;
        }
        return resolve(text)
                .map(path -> setting.withValue(TextNode.valueOf(path.toString())))
                .orElse(setting);
    }

    /** A path of the file; empty if the text cannot be one. */
    Optional<Path> resolve(String text) {
        try {
            return Optional.of(folder.resolve(text).normalize());
        } catch (InvalidPathException notAPath) {
            return Optional.empty();
        }
    }
}
