package lorasweep.grid;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import lorasweep.preset.KohyaPreset;
import lorasweep.setting.GivenSetting;
import lorasweep.trial.InvalidInputException;
import lorasweep.trial.SampleSettings;
import lorasweep.trial.Unreadable;

/**
 * A grid file: what is the same for every trial, what varies, and how the sweep is run.
 *
 * @param place the file's name, for messages
 * @param name the sweep's name
 * @param constants settings that are the same for every trial, from preset and grid file
 * @param preset the preset with what became of its entries
 * @param space what varies
 * @param exclusions cells that are left out
 * @param inclusions cells that are trained besides
 * @param seeds the seeds every configuration is trained with; empty: the one of the constants
 * @param samples pictures to draw; empty: none
 * @param stop when trials are ended early
 * @param search how configurations are chosen
 * @param pack how many trials are trained together
 * @param budget what the sweep may cost
 */
public record GridFile(
        String place,
        String name,
        List<GivenSetting> constants,
        Optional<KohyaPreset> preset,
        SearchSpace space,
        List<Condition> exclusions,
        List<Cell> inclusions,
        List<GivenSetting> seeds,
        Optional<SampleSettings> samples,
        StopSettings stop,
        SearchSettings search,
        PackSettings pack,
        BudgetSettings budget) {
    private static final long LARGEST = 4 << 20;

    /** Copies the lists. */
    public GridFile {
        constants = List.copyOf(constants);
        exclusions = List.copyOf(exclusions);
        inclusions = List.copyOf(inclusions);
        seeds = List.copyOf(seeds);
    }

    /**
     * Reads a grid file. Relative paths in it start at its own folder.
     *
     * @throws InvalidInputException naming the line of everything that is wrong
     */
    public static GridFile read(Path file) {
        Path folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file.toAbsolutePath());
        try {
            if (Files.size(file) > LARGEST) {
                throw new InvalidInputException(
                        file + ": has " + Files.size(file) + " bytes; this is not a grid file.");
            }
            return parse(Files.readString(file), file.toString(), folder);
        } catch (IOException unreadable) {
            throw new InvalidInputException(
                    file + ": cannot be read (" + Unreadable.because(unreadable) + "), expected a grid file.",
                    unreadable);
        }
    }

    /**
     * Reads a grid from text.
     *
     * @param place the file's name, for messages
     * @param folder where relative paths start
     * @throws InvalidInputException naming the line of everything that is wrong
     */
    public static GridFile parse(String text, String place, Path folder) {
        return new GridFileReader(place, folder).read(text);
    }
}
