package lorasweep.worker.demobase;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;

/** The unpacked npm package {@code emoji-datasource-google}: pictures by short name. */
public final class EmojiPackage {
    /** Left out everywhere: the demo's LoRAs learn yellow faces, so the base must not know them. */
    private static final Set<String> WITHOUT = Set.of("People & Body", "Flags", "Component");

    /** Neither yellow nor smileys, though Unicode has them among the faces. */
    private static final Set<String> NO_FACES = Set.of("smiling_imp", "imp", "skull", "skull_and_crossbones");

    private static final Set<String> PEOPLE = Set.of("person", "person-role", "person-gesture", "person-fantasy");

    private static final float HALF_RANGE = 127.5f;

    private final Path folder;
    private final Map<String, JsonNode> emoji = new LinkedHashMap<>();

    /** Opens the package that was unpacked into a folder. */
    public EmojiPackage(Path folder) {
        this.folder = folder;
        try {
            for (JsonNode entry :
                    new ObjectMapper().readTree(folder.resolve("emoji.json").toFile())) {
                if (entry.get("has_img_google").asBoolean()) {
                    emoji.put(entry.get("short_name").asText(), entry);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Short names of everything but people, flags, signs and yellow faces. */
    List<String> withoutFaces() {
        return emoji.values().stream()
                .filter(entry -> !WITHOUT.contains(entry.get("category").asText()))
                .filter(entry -> !isYellowFace(entry.get("subcategory").asText()))
                .filter(entry -> !isSign(entry))
                .map(entry -> entry.get("short_name").asText())
                .toList();
    }

    /** Short names of yellow faces. */
    public List<String> faces() {
        return emoji.values().stream()
                .filter(entry -> isYellowFace(entry.get("subcategory").asText()))
                .map(entry -> entry.get("short_name").asText())
                .filter(name -> !NO_FACES.contains(name))
                .toList();
    }

    /** Short names of single persons from the waist up, in the yellow that stands for any colour of skin. */
    public List<String> people() {
        return emoji.values().stream()
                .filter(entry -> PEOPLE.contains(entry.get("subcategory").asText()))
                .filter(entry -> entry.has("skin_variations"))
                .map(entry -> entry.get("short_name").asText())
                .toList();
    }

    /** Short names of flags. */
    public List<String> flags() {
        return emoji.values().stream()
                .filter(entry -> entry.get("category").asText().equals("Flags"))
                .map(entry -> entry.get("short_name").asText())
                .toList();
    }

    /** Short names of letters, arrows and marks. */
    public List<String> signs() {
        return emoji.values().stream()
                .filter(EmojiPackage::isSign)
                .map(entry -> entry.get("short_name").asText())
                .toList();
    }

    /** What Unicode calls an emoji, in small letters: "woman farmer". */
    public String name(String shortName) {
        return entry(shortName).get("name").asText().toLowerCase(Locale.ROOT);
    }

    private static boolean isYellowFace(String subcategory) {
        return subcategory.startsWith("face-") && !subcategory.equals("face-costume");
    }

    /** Letters and arrows on squares: they teach an autoencoder nothing that the rest needs. */
    private static boolean isSign(JsonNode entry) {
        return entry.get("category").asText().equals("Symbols")
                && !entry.get("subcategory").asText().equals("geometric");
    }

    /** A picture on white: channel, row, column; 3 * 64 * 64 numbers in [-1, 1]. */
    float[] pixels(String shortName) {
        BufferedImage image = onWhite(shortName);
        int area = image.getWidth() * image.getHeight();
        float[] values = new float[3 * area];
        int[] rgb = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        for (int i = 0; i < area; i++) {
            for (int channel = 0; channel < 3; channel++) {
                values[channel * area + i] = (rgb[i] >> (16 - 8 * channel) & 0xff) / HALF_RANGE - 1;
            }
        }
        return values;
    }

    /** A picture on white. */
    public BufferedImage onWhite(String shortName) {
        return onWhite(folder.resolve("img/google/64")
                .resolve(entry(shortName).get("image").asText()));
    }

    private JsonNode entry(String shortName) {
        JsonNode entry = emoji.get(shortName);
        if (entry == null) {
            throw new IllegalArgumentException("no emoji is called " + shortName);
        }
        return entry;
    }

    private static BufferedImage onWhite(Path file) {
        try {
            BufferedImage image =
                    new BufferedImage(DemoArchitecture.SIDE, DemoArchitecture.SIDE, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = image.createGraphics();
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, DemoArchitecture.SIDE, DemoArchitecture.SIDE);
            graphics.drawImage(ImageIO.read(file.toFile()), 0, 0, null);
            graphics.dispose();
            return image;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
