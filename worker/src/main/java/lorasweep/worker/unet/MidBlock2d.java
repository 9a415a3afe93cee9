package lorasweep.worker.unet;

import ai.djl.ndarray.NDArray;
import lorasweep.worker.model.UNetConfig;
import lorasweep.worker.nn.Pass;

/** The bottom of the U: resnet, transformer, resnet at the coarsest resolution. */
final class MidBlock2d implements AutoCloseable {
    private static final String PATH = "mid_block";

    private final ResnetBlock2d first;
    private final Transformer2dModel attention;
    private final ResnetBlock2d second;

    MidBlock2d(BlockFactory blocks, UNetConfig.Level level) {
        first = blocks.resnet(PATH + ".resnets.0", level.channels(), level.channels());
        attention = blocks.transformer(PATH + ".attentions.0", level);
        second = blocks.resnet(PATH + ".resnets.1", level.channels(), level.channels());
    }

    /** (N, C, h, w) to the same shape; leaves its input, which is a skip connection, alone. */
    NDArray forward(Pass pass, NDArray input, NDArray embedding, NDArray context) {
        NDArray x = pass.run(PATH + ".resnets.0", first, input, embedding);
        NDArray attended = pass.run(PATH + ".attentions.0", attention, x, context);
        pass.release(x);
        NDArray out = pass.run(PATH + ".resnets.1", second, attended, embedding);
        pass.release(attended);
        return out;
    }

    @Override
    public void close() {
        first.close();
        attention.close();
        second.close();
    }
}
