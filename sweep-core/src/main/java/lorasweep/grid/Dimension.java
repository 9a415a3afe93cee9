package lorasweep.grid;

import com.fasterxml.jackson.databind.node.DecimalNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import lorasweep.setting.GivenSetting;
import lorasweep.setting.NormalNumber;

/** One direction of the grid: an axis, or several that move together. */
public sealed interface Dimension {

    /** The settings that vary. */
    List<String> settings();

    /**
     * The values at a share of the way from the first to the last.
     *
     * @param share in [0, 1)
     */
    List<GivenSetting> at(double share);

    /**
     * Values in a list.
     *
     * @param rows at least one; each has a value for each setting
     */
    record Listed(List<String> settings, List<List<GivenSetting>> rows) implements Dimension {
        /** Copies the lists. */
        public Listed {
            settings = List.copyOf(settings);
            rows = rows.stream().map(List::copyOf).toList();
        }

        @Override
        public List<GivenSetting> at(double share) {
            return rows.get((int) (share * rows.size()));
        }
    }

    /**
     * All numbers between two, for strategies that draw them.
     *
     * @param setting the setting that varies
     * @param scale how numbers lie between the ends
     * @param from the first
     * @param to the last
     * @param rounding which numbers are allowed
     * @param place where it was written
     */
    record Interval(String setting, Scale scale, double from, double to, Rounding rounding, String place)
            implements Dimension {
        @Override
        public List<String> settings() {
            return List.of(setting);
        }

        @Override
        public List<GivenSetting> at(double share) {
            BigDecimal value = rounding.round(scale.between(from, to, share));
            return List.of(new GivenSetting(setting, DecimalNode.valueOf(value), place));
        }
    }

    /** How numbers lie between two ends. */
    enum Scale {
        /** Equal differences. */
        LINEAR,
        /** Equal ratios; both ends are above 0. */
        LOG;

        /** The number at a share in [0, 1] of the way. */
        double between(double from, double to, double share) {
            return this == LINEAR ? from + (to - from) * share : from * StrictMath.pow(to / from, share);
        }
    }

    /** Which numbers a range gives. */
    enum Rounding {
        /** Whole numbers. */
        WHOLE,
        /** Six significant digits: readable names, and the same on every machine. */
        SIX_DIGITS;

        private static final MathContext SIX = new MathContext(6);

        BigDecimal round(double number) {
            return NormalNumber.of(
                    this == WHOLE ? BigDecimal.valueOf(Math.rint(number)) : new BigDecimal(number).round(SIX));
        }
    }
}
