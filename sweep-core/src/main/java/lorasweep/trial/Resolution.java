package lorasweep.trial;

import lorasweep.setting.SettingText;

/**
 * A picture size in pixels, written {@code 512} or {@code 512,768} (width, height).
 *
 * @param width a multiple of 8 from 8 to 4096: one latent is 8 pixels
 * @param height likewise
 */
public record Resolution(int width, int height) implements SettingText {
    private static final int LATENT = 8;
    private static final int GREATEST = 4096;

    /**
     * Checks the size.
     *
     * @throws IllegalArgumentException if a side is not a multiple of 8 from 8 to 4096
     */
    public Resolution {
        if (!isSide(width) || !isSide(height)) {
            throw mismatch();
        }
    }

    /**
     * Reads {@code 512}, {@code 512,768} or {@code 512x768}.
     *
     * @throws IllegalArgumentException if the text is none of these
     */
    public static Resolution parse(String text) {
        String[] sides = text.strip().split("\\s*[,x]\\s*", -1);
        try {
            int width = Integer.parseInt(sides[0]);
            int height = sides.length == 1 ? width : Integer.parseInt(sides[1]);
            if (sides.length <= 2) {
                return new Resolution(width, height);
            }
        } catch (NumberFormatException notANumber) {
            throw mismatch();
        }
        throw mismatch();
    }

    /** Width times height. */
    public int area() {
        return width * height;
    }

    @Override
    public String settingValue() {
        return width + "," + height;
    }

    private static boolean isSide(int pixels) {
        return pixels >= LATENT && pixels <= GREATEST && pixels % LATENT == 0;
    }

    private static IllegalArgumentException mismatch() {
        return new IllegalArgumentException(
                "expected a size such as 512 or 512,768, each side a multiple of 8 from 8 to 4096");
    }
}
