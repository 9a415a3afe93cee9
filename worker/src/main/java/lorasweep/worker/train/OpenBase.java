package lorasweep.worker.train;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import lorasweep.trial.BaseSettings;
import lorasweep.trial.ComputeSettings;
import lorasweep.worker.model.BaseModel;
import lorasweep.worker.model.ModelFiles;
import lorasweep.worker.model.Part;
import lorasweep.worker.model.Precision;
import lorasweep.worker.model.PredictionType;
import lorasweep.worker.safetensors.ModelHashes;
import lorasweep.worker.store.ContentHash;
import lorasweep.worker.store.FileMemo;
import lorasweep.worker.text.ClipTokenizer;
import lorasweep.worker.torch.Torch;
import lorasweep.worker.vae.AutoencoderKl;
import org.jspecify.annotations.Nullable;

/**
 * A base model on a device, with all that is derived from its files alone and costs time: networks,
 * kernels, hashes. Any number of packs use it at once; none changes it.
 */
public final class OpenBase implements AutoCloseable {
    private final BaseModel model;
    private final NDManager manager;
    private final FrozenBase frozen;
    private final ClipTokenizer tokenizer;
    private final Map<Part, ContentHash> fingerprints = new HashMap<>();
    private @Nullable AutoencoderKl vae;
    private @Nullable Map<String, String> hashes;

    private OpenBase(BaseModel model, NDManager manager, FrozenBase frozen) {
        this.model = model;
        this.manager = manager;
        this.frozen = frozen;
        this.tokenizer = model.tokenizer().map(ClipTokenizer::read).orElseGet(ClipTokenizer::ofClip);
    }

    /**
     * Opens a base model and loads U-Net and text encoder.
     *
     * @throws lorasweep.trial.InvalidInputException if it cannot be used, as {@link BaseModel#open}
     */
    static OpenBase open(ModelFiles files, BaseSettings settings, ComputeSettings compute, Device device) {
        BaseModel model = BaseModel.open(files);
        try {
            PredictionType prediction =
                    settings.vParameterization() ? PredictionType.V_PREDICTION : PredictionType.EPSILON;
            NDManager manager = Torch.newManager(device);
            try {
                return new OpenBase(model, manager, FrozenBase.load(model, compute, prediction, manager));
            } catch (RuntimeException e) {
                manager.close();
                throw e;
            }
        } catch (RuntimeException e) {
            model.close();
            throw e;
        }
    }

    /** The model on disk. */
    public BaseModel model() {
        return model;
    }

    /** U-Net and text encoder. */
    public FrozenBase frozen() {
        return frozen;
    }

    /** The tokenizer it brings, or CLIP's. */
    public ClipTokenizer tokenizer() {
        return tokenizer;
    }

    /** The autoencoder, loaded when it is first asked for. */
    public synchronized AutoencoderKl vae() {
        if (vae == null) {
            vae = new AutoencoderKl(
                    frozen.kernels(),
                    model.config().vae(),
                    model.weights(Part.VAE, Precision.FP32, manager, frozen.kernels()));
        }
        return vae;
    }

    /**
     * Identifies a network by the content of its tensors, 335 MB for the VAE.
     *
     * @param memo of earlier processes
     */
    synchronized ContentHash fingerprint(Part part, FileMemo memo) {
        return fingerprints.computeIfAbsent(
                part,
                key -> new ContentHash(memo.of(
                        model.file(key),
                        "fingerprint of " + key,
                        () -> PartFingerprint.of(model, key).hex())));
    }

    /**
     * The hashes of the base's files that kohya writes; a folder has none.
     *
     * @param memo of earlier processes: a base may have 4 GB
     */
    synchronized Map<String, String> hashes(FileMemo memo) {
        if (hashes == null) {
            hashes = Map.copyOf(hashesOf(model.files(), memo));
        }
        return hashes;
    }

    private static Map<String, String> hashesOf(ModelFiles files, FileMemo memo) {
        Map<String, String> hashes = new HashMap<>();
        if (Files.isRegularFile(files.base())) {
            hashes.put("ss_sd_model_hash", legacy(files.base(), memo));
            hashes.put("ss_new_sd_model_hash", sha256(files.base(), memo));
        }
        files.vae().filter(Files::isRegularFile).ifPresent(file -> {
            hashes.put("ss_vae_hash", legacy(file, memo));
            hashes.put("ss_new_vae_hash", sha256(file, memo));
        });
        return hashes;
    }

    private static String legacy(Path file, FileMemo memo) {
        return memo.of(file, "legacy hash", () -> ModelHashes.legacyOfFile(file));
    }

    private static String sha256(Path file, FileMemo memo) {
        return memo.of(file, "sha256", () -> ModelHashes.ofWholeFile(file));
    }

    /** Frees the weights; nobody uses them any more. */
    @Override
    public void close() {
        frozen.close();
        if (vae != null) {
            vae.close();
        }
        manager.close();
        model.close();
    }
}
