package lorasweep.worker.unet;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import lorasweep.worker.model.UNetConfig;
import lorasweep.worker.nn.Pass;

/** One level on the way down: resnets, each with a transformer where the level attends, then a halving of the size. */
final class DownBlock2d implements AutoCloseable {
    private final String path;
    private final List<ResnetBlock2d> resnets = new ArrayList<>();
    private final List<Transformer2dModel> attentions = new ArrayList<>();
    private final Optional<Resample2d> downsampler;

    /**
     * A block of {@code layersPerBlock} layers.
     *
     * @param in channels it receives
     * @param last whether it keeps the size
     */
    DownBlock2d(BlockFactory blocks, String path, UNetConfig.Level level, int in, boolean last) {
        this.path = path;
        int channels = level.channels();
        for (int i = 0; i < blocks.config().layersPerBlock(); i++) {
            resnets.add(blocks.resnet(path + ".resnets." + i, i == 0 ? in : channels, channels));
            if (level.attention()) {
                attentions.add(blocks.transformer(path + ".attentions." + i, level));
            }
        }
        downsampler = last ? Optional.empty() : Optional.of(blocks.resample(path + ".downsamplers.0", channels));
    }

    /** (N, in, h, w) to (N, C, h', w'); pushes every layer's result and the halved one as skip connections. */
    NDArray forward(Pass pass, NDArray input, NDArray embedding, NDArray context, Deque<NDArray> skips) {
        NDArray x = input;
        for (int i = 0; i < resnets.size(); i++) {
            x = pass.run(path + ".resnets." + i, resnets.get(i), x, embedding);
            if (!attentions.isEmpty()) {
                NDArray attended = pass.run(path + ".attentions." + i, attentions.get(i), x, context);
                pass.release(x);
                x = attended;
            }
            skips.push(x);
        }
        if (downsampler.isPresent()) {
            x = pass.run(path + ".downsamplers.0", downsampler.get()::down, x);
            skips.push(x);
        }
        return x;
    }

    Transformer2dModel firstTransformer() {
        return attentions.get(0);
    }

    @Override
    public void close() {
        resnets.forEach(ResnetBlock2d::close);
        attentions.forEach(Transformer2dModel::close);
    }
}
