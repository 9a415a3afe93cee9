package lorasweep.worker.verdicts;

import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.ConvolveOp;
import java.awt.image.Kernel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import lorasweep.worker.demobase.CaptionedPicture;
import lorasweep.worker.demobase.EmojiPackage;
import lorasweep.worker.image.PerceptualHash;
import lorasweep.worker.image.PixelSize;
import lorasweep.worker.image.RgbImage;

/** What a LoRA is trained on: things that the demo's base has never seen. */
enum Subject {
    /** The demo's character. */
    FACES("smly face") {
        @Override
        List<Picture> pictures(EmojiPackage emoji) {
            return named(emoji, emoji.faces());
        }
    },
    /** Another character. */
    PEOPLE("prsn person") {
        @Override
        List<Picture> pictures(EmojiPackage emoji) {
            return named(emoji, emoji.people());
        }
    },
    /** A style: what the base knows, as a photographic negative. */
    NEGATIVES("ngtv style") {
        @Override
        List<Picture> pictures(EmojiPackage emoji) {
            return known(emoji, Subject::negative);
        }
    },
    /** Another style, to validate rules that were developed without it: grey line drawings of what the base knows. */
    LINES("lnrt style") {
        @Override
        List<Picture> pictures(EmojiPackage emoji) {
            return known(emoji, Subject::lines);
        }
    },
    /** Waving cloth in colours and signs that the base has never put together; judged by rules made without it. */
    FLAGS("flgs flag") {
        @Override
        List<Picture> pictures(EmojiPackage emoji) {
            return named(emoji, emoji.flags());
        }
    },
    /** Letters, arrows and marks, mostly on squares; for validation like the two above, but later. */
    SIGNS("sgns sign") {
        @Override
        List<Picture> pictures(EmojiPackage emoji) {
            return named(emoji, emoji.signs());
        }
    },
    /** Pixel art: what the base knows in 16 x 16 pixels; for validation, together with the signs. */
    PIXELS("pxlr style") {
        @Override
        List<Picture> pictures(EmojiPackage emoji) {
            return known(emoji, Subject::coarse);
        }
    };

    /** Eight times a pixel's difference to its neighbours' mean: a line where a lighter area ends. */
    private static final Kernel EDGES = new Kernel(3, 3, new float[] {-1, -1, -1, -1, 8, -1, -1, -1, -1});

    /** Pixels of a picture to one of its pixel art, in each direction. */
    private static final int COARSENESS = 4;

    private final String trigger;

    Subject(String trigger) {
        this.trigger = trigger;
    }

    /**
     * One picture of a subject.
     *
     * @param name of its file
     */
    record Picture(String name, String caption, BufferedImage image) {
        /** Emoji of two names may look alike. */
        int hash() {
            int side = image.getWidth();
            return Arrays.hashCode(image.getRGB(0, 0, side, image.getHeight(), null, 0, side));
        }

        /** By which the product knows near duplicates. */
        PerceptualHash likeness() {
            int width = image.getWidth();
            int[] pixels = image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
            byte[] rgb = new byte[RgbImage.CHANNELS * pixels.length];
            for (int i = 0; i < pixels.length; i++) {
                for (int channel = 0; channel < RgbImage.CHANNELS; channel++) {
                    rgb[RgbImage.CHANNELS * i + channel] = (byte) (pixels[i] >> (16 - 8 * channel));
                }
            }
            return PerceptualHash.of(new RgbImage(new PixelSize(width, image.getHeight()), rgb, Optional.empty()));
        }
    }

    /** Subjects of these names, or all if there is no name. */
    static Set<Subject> of(List<String> names) {
        return names.isEmpty()
                ? EnumSet.allOf(Subject.class)
                : names.stream()
                        .map(name -> valueOf(name.toUpperCase(Locale.ROOT)))
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Subject.class)));
    }

    /** The first words of all captions, and the class tokens of the folders. */
    String trigger() {
        return trigger;
    }

    /** All pictures there are, always in the same order. */
    abstract List<Picture> pictures(EmojiPackage emoji);

    List<Picture> named(EmojiPackage emoji, List<String> shortNames) {
        Map<Integer, Picture> distinct = new LinkedHashMap<>();
        for (String name : shortNames) {
            Picture picture = new Picture(name, trigger + ", " + emoji.name(name), emoji.onWhite(name));
            distinct.putIfAbsent(picture.hash(), picture);
        }
        return List.copyOf(distinct.values());
    }

    List<Picture> known(EmojiPackage emoji, UnaryOperator<BufferedImage> style) {
        List<Picture> pictures = new ArrayList<>();
        for (CaptionedPicture known : CaptionedPicture.corpus()) {
            String caption = trigger + ", " + known.captions().get(0);
            pictures.add(new Picture(known.shortName(), caption, style.apply(emoji.onWhite(known.shortName()))));
        }
        return pictures;
    }

    private static BufferedImage lines(BufferedImage image) {
        int side = image.getWidth();
        BufferedImage grey = drawn(image, side, BufferedImage.TYPE_BYTE_GRAY);
        BufferedImage edges = new ConvolveOp(EDGES, ConvolveOp.EDGE_ZERO_FILL, null).filter(grey, null);
        return negative(drawn(edges, side, BufferedImage.TYPE_INT_RGB));
    }

    private static BufferedImage coarse(BufferedImage image) {
        int side = image.getWidth() / COARSENESS;
        Image means = image.getScaledInstance(side, side, Image.SCALE_AREA_AVERAGING);
        return drawn(drawn(means, side, BufferedImage.TYPE_INT_RGB), image.getWidth(), BufferedImage.TYPE_INT_RGB);
    }

    /** A square copy; a larger one repeats pixels. */
    private static BufferedImage drawn(Image image, int side, int type) {
        BufferedImage copy = new BufferedImage(side, side, type);
        Graphics2D graphics = copy.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        graphics.drawImage(image, 0, 0, side, side, null);
        graphics.dispose();
        return copy;
    }

    private static BufferedImage negative(BufferedImage image) {
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.setRGB(x, y, ~image.getRGB(x, y));
            }
        }
        return image;
    }
}
