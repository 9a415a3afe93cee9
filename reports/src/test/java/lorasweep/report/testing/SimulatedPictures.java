package lorasweep.report.testing;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import lorasweep.result.Measure;
import lorasweep.result.ResultLog;
import lorasweep.result.SamplePicture;
import lorasweep.result.TrialFolder;

/** Draws faces that take on a likeness with training, where a trial's samples would be. */
final class SimulatedPictures {
    private static final int SIDE = 160;
    private static final long SEED = 3547528961L;

    private final List<String> prompts;

    SimulatedPictures(List<String> prompts) {
        this.prompts = prompts;
    }

    /** Draws the base's and those of some epochs. */
    void draw(TrialFolder to, List<Integer> epochs, double speed) throws IOException {
        Files.createDirectories(to.samplesFolder());
        List<SamplePicture> rows = new ArrayList<>();
        for (int prompt = 0; prompt < prompts.size(); prompt++) {
            rows.add(picture(to, 0, 0, 0, prompt, 0));
        }
        for (int epoch : epochs) {
            for (int prompt = 0; prompt < prompts.size(); prompt++) {
                for (double weight : new double[] {0.5, 1, 1.5}) {
                    rows.add(picture(to, epoch, weight, weight, prompt, 1 - Math.exp(-speed * epoch * weight / 3)));
                }
            }
        }
        int last = epochs.get(epochs.size() - 1);
        for (double[] apart : new double[][] {{1, 0}, {1, 0.5}, {0, 1}, {0.5, 1}}) {
            double weight = 0.8 * apart[0] + 0.2 * apart[1];
            rows.add(picture(to, last, apart[0], apart[1], 0, 1 - Math.exp(-speed * last * weight / 3)));
        }
        try (ResultLog<SamplePicture> log = to.openSamples()) {
            for (SamplePicture row : rows) {
                log.append(row);
            }
        }
    }

    /** Keeps a training picture that samples are compared with. */
    Measure.Memorisation memorisation(TrialFolder to, int epoch) throws IOException {
        Files.createDirectories(to.nearestFolder());
        ImageIO.write(
                face(0, 1), "png", to.nearestFolder().resolve("train1.png").toFile());
        return new Measure.Memorisation(
                epoch,
                (long) epoch * SimulatedRun.STEPS_PER_EPOCH,
                List.of(new Measure.Memorisation.Neighbours(
                        file(epoch, 1, 1, 0), "train1", 0.1 + 0.4 / epoch, "train2", 0.6)));
    }

    private static String file(int epoch, double weight, double textEncoder, int prompt) {
        return "e%03d-p%02d-u%.2f-t%.2f.png".formatted(epoch, prompt, weight, textEncoder);
    }

    private SamplePicture picture(
            TrialFolder to, int epoch, double weight, double textEncoder, int prompt, double likeness)
            throws IOException {
        String file = file(epoch, weight, textEncoder, prompt);
        ImageIO.write(
                face(prompt, likeness), "png", to.samplesFolder().resolve(file).toFile());
        return new SamplePicture(
                epoch,
                (long) epoch * SimulatedRun.STEPS_PER_EPOCH,
                weight,
                textEncoder,
                prompt,
                prompts.get(prompt),
                SEED,
                file);
    }

    private static BufferedImage face(int prompt, double likeness) {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        Color sky = prompt == 0 ? new Color(120, 180, 220) : new Color(60, 50, 90);
        graphics.setPaint(new GradientPaint(0, 0, sky, 0, SIDE, new Color(230, 215, 180)));
        graphics.fillRect(0, 0, SIDE, SIDE);
        graphics.setColor(new Color(Color.HSBtoRGB((float) (0.07 + 0.5 * likeness), 0.7f, 0.6f)));
        graphics.fillOval(38, 24, 84, 96);
        graphics.setColor(new Color(245, 214, 190));
        graphics.fillOval(48, 44, 64, 72);
        graphics.setColor(new Color(40, 30, (int) (60 + 150 * likeness)));
        int eye = (int) (6 + 8 * likeness);
        graphics.fillOval(62 - eye / 2, 74, eye, eye);
        graphics.fillOval(98 - eye / 2, 74, eye, eye);
        graphics.fillRect(70, 102, 20, (int) (2 + 4 * likeness));
        graphics.dispose();
        return image;
    }
}
