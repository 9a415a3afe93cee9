package lorasweep.worker.unet;

import lorasweep.worker.model.UNetConfig;
import lorasweep.worker.model.Weights;
import lorasweep.worker.nn.Block;
import lorasweep.worker.torch.Kernels;

/** Makes the blocks of one U-Net: what they all have in common is said once. */
record BlockFactory(Kernels kernels, Weights weights, UNetConfig config, CrossAttention attention) {

    ResnetBlock2d resnet(String path, int in, int out) {
        return new ResnetBlock2d(kernels, weights, config, path, in, out);
    }

    Transformer2dModel transformer(String path, UNetConfig.Level level) {
        return new Transformer2dModel(kernels, weights, config, path, level, attention);
    }

    Resample2d resample(String path, int channels) {
        return new Resample2d(kernels, weights, path, channels);
    }

    /** The kernel that puts a skip connection beside the hidden state. */
    Block skip() {
        return (owner, adapters, inputs) -> kernels.tensor(owner, "skip", inputs[0], inputs[1]);
    }
}
