package lorasweep.worker.model;

/** The networks of Stable Diffusion; each is loaded on its own. */
public enum Part {
    /** CLIP's text model: prompt ids to context. */
    TEXT_ENCODER,
    /** The denoiser, conditioned on a timestep and a context. */
    UNET,
    /** The autoencoder between images and latents. */
    VAE
}
