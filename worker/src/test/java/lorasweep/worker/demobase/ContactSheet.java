package lorasweep.worker.demobase;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import lorasweep.trial.SamplerName;
import lorasweep.worker.diffusion.NoiseSchedule;
import lorasweep.worker.image.PixelSize;
import lorasweep.worker.image.RgbImage;
import lorasweep.worker.model.BaseModel;
import lorasweep.worker.model.ModelFiles;
import lorasweep.worker.model.Part;
import lorasweep.worker.model.Precision;
import lorasweep.worker.model.PredictionType;
import lorasweep.worker.model.StableDiffusionConfig;
import lorasweep.worker.sampling.ImageRequest;
import lorasweep.worker.sampling.LoraMix;
import lorasweep.worker.sampling.PromptEncoder;
import lorasweep.worker.sampling.TextToImage;
import lorasweep.worker.text.ClipTextModel;
import lorasweep.worker.text.ClipTokenizer;
import lorasweep.worker.torch.Kernels;
import lorasweep.worker.torch.Torch;
import lorasweep.worker.unet.CrossAttention;
import lorasweep.worker.unet.UNet2dConditionModel;
import lorasweep.worker.vae.AutoencoderKl;

/**
 * Draws one picture for each prompt, all with one seed, onto one sheet. Arguments: the base's folder, the JPEG file,
 * pictures in a row, prompts; without prompts the first caption (colour and name) of every picture of the corpus.
 */
public final class ContactSheet {
    private static final int STEPS = 20;
    private static final double CFG = 3;
    private static final long SEED = 7;
    private static final int GAP = 4;

    private ContactSheet() {}

    public static void main(String[] args) throws IOException {
        List<String> prompts = args.length > 3
                ? Arrays.asList(args).subList(3, args.length)
                : CaptionedPicture.corpus().stream()
                        .map(picture -> picture.captions().get(0))
                        .toList();
        ImageIO.write(
                sheet(draw(Path.of(args[0]), prompts), Integer.parseInt(args[2])),
                "jpg",
                Path.of(args[1]).toFile());
    }

    private static List<RgbImage> draw(Path folder, List<String> prompts) {
        try (BaseModel base = BaseModel.open(ModelFiles.of(folder));
                NDManager manager = Torch.newManager(Device.cpu());
                Kernels kernels = Kernels.compile(manager)) {
            StableDiffusionConfig config = base.config();
            try (ClipTextModel text = new ClipTextModel(
                            kernels, config.text(), base.weights(Part.TEXT_ENCODER, Precision.FP32, manager, kernels));
                    UNet2dConditionModel unet = new UNet2dConditionModel(
                            kernels,
                            config.unet(),
                            base.weights(Part.UNET, Precision.FP32, manager, kernels),
                            CrossAttention.SDPA);
                    AutoencoderKl vae = new AutoencoderKl(
                            kernels, config.vae(), base.weights(Part.VAE, Precision.FP32, manager, kernels));
                    LoraMix none = LoraMix.of(kernels, manager, config, List.of(List.of()))) {
                TextToImage images = new TextToImage(
                        kernels,
                        NoiseSchedule.of(config.scheduler()),
                        PredictionType.EPSILON,
                        new PromptEncoder(kernels, text, ClipTokenizer.ofClip(), List.of()),
                        unet,
                        vae);
                List<RgbImage> drawn = new ArrayList<>();
                for (String prompt : prompts) {
                    drawn.addAll(images.images(manager, request(prompt), none, step -> {}));
                }
                return drawn;
            }
        }
    }

    private static ImageRequest request(String prompt) {
        return new ImageRequest(
                prompt,
                "",
                SamplerName.DPMPP_2M_KARRAS,
                STEPS,
                CFG,
                new PixelSize(DemoArchitecture.SIDE, DemoArchitecture.SIDE),
                1,
                List.of(SEED));
    }

    private static BufferedImage sheet(List<RgbImage> images, int columns) {
        int cell = DemoArchitecture.SIDE + GAP;
        int rows = (images.size() + columns - 1) / columns;
        BufferedImage sheet = new BufferedImage(columns * cell + GAP, rows * cell + GAP, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        graphics.setColor(Color.LIGHT_GRAY);
        graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        for (int i = 0; i < images.size(); i++) {
            graphics.drawImage(picture(images.get(i)), GAP + i % columns * cell, GAP + i / columns * cell, null);
        }
        graphics.dispose();
        return sheet;
    }

    private static BufferedImage picture(RgbImage image) {
        BufferedImage raster =
                new BufferedImage(image.size().width(), image.size().height(), BufferedImage.TYPE_3BYTE_BGR);
        raster.getRaster()
                .setDataElements(0, 0, image.size().width(), image.size().height(), image.rgb());
        return raster;
    }
}
