package lorasweep.worker.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import lorasweep.worker.model.UNetConfig;
import lorasweep.worker.nn.Block;
import lorasweep.worker.nn.Pass;

/** One level on the way up: resnets that each take back a skip connection, transformers, then a doubling of the size. */
final class UpBlock2d implements AutoCloseable {
    private final String path;
    private final Block skip;
    private final List<ResnetBlock2d> resnets = new ArrayList<>();
    private final List<Transformer2dModel> attentions = new ArrayList<>();
    private final Optional<Resample2d> upsampler;

    /**
     * A block of {@code layersPerBlock + 1} layers.
     *
     * @param in channels it receives from below
     * @param skips channels of the skip connections that are left; this block takes its own
     * @param last whether it keeps the size
     */
    UpBlock2d(BlockFactory blocks, String path, UNetConfig.Level level, int in, Deque<Integer> skips, boolean last) {
        this.path = path;
        this.skip = blocks.skip();
        int channels = level.channels();
        for (int i = 0; i <= blocks.config().layersPerBlock(); i++) {
            int received = (i == 0 ? in : channels) + skips.pop();
            resnets.add(blocks.resnet(path + ".resnets." + i, received, channels));
            if (level.attention()) {
                attentions.add(blocks.transformer(path + ".attentions." + i, level));
            }
        }
        upsampler = last ? Optional.empty() : Optional.of(blocks.resample(path + ".upsamplers.0", channels));
    }

    /** (N, in, h, w) to (N, C, h', w'), h' and w' the size of the next skip connection; releases all it takes. */
    NDArray forward(Pass pass, NDArray input, NDArray embedding, NDArray context, Deque<NDArray> skips) {
        NDArray x = input;
        for (int i = 0; i < resnets.size(); i++) {
            NDArray residual = skips.pop();
            NDArray both = pass.run(path + ".skips." + i, skip, x, residual);
            pass.release(x);
            pass.release(residual);
            x = pass.run(path + ".resnets." + i, resnets.get(i), both, embedding);
            pass.release(both);
            if (!attentions.isEmpty()) {
                NDArray attended = pass.run(path + ".attentions." + i, attentions.get(i), x, context);
                pass.release(x);
                x = attended;
            }
        }
        if (upsampler.isPresent()) {
            Shape next = skips.element().getShape();
            NDArray enlarged = pass.run(path + ".upsamplers.0", upsampler.get().up(next.get(2), next.get(3)), x);
            pass.release(x);
            x = enlarged;
        }
        return x;
    }

    @Override
    public void close() {
        resnets.forEach(ResnetBlock2d::close);
        attentions.forEach(Transformer2dModel::close);
    }
}
