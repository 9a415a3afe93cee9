package lorasweep.worker.train;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import lorasweep.trial.BaseSettings;
import lorasweep.trial.ComputeSettings;
import lorasweep.worker.model.BaseModel;
import lorasweep.worker.model.ModelFiles;
import lorasweep.worker.model.Part;
import lorasweep.worker.model.Precision;
import lorasweep.worker.model.PredictionType;
import lorasweep.worker.safetensors.ModelHashes;
import lorasweep.worker.store.ContentHash;
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

    /** Identifies a network by the content of its tensors; 335 MB are read for the first VAE. */
    public synchronized ContentHash fingerprint(Part part) {
        return fingerprints.computeIfAbsent(part, key -> PartFingerprint.of(model, key));
    }

    /** The hashes of the base's files that kohya writes; a folder has none. */
    synchronized Map<String, String> hashes() {
        if (hashes == null) {
            hashes = Map.copyOf(hashesOf(model.files()));
        }
        return hashes;
    }

    /** The SHA-256 of a base that is one file; AUTOMATIC1111 names a model by its first digits. */
    public Optional<String> sha256() {
        return Optional.ofNullable(hashes().get("ss_new_sd_model_hash"));
    }

    private static Map<String, String> hashesOf(ModelFiles files) {
        Map<String, String> hashes = new HashMap<>();
        if (Files.isRegularFile(files.base())) {
            hashes.put("ss_sd_model_hash", ModelHashes.legacyOfFile(files.base()));
            hashes.put("ss_new_sd_model_hash", ModelHashes.ofWholeFile(files.base()));
        }
        files.vae().filter(Files::isRegularFile).ifPresent(file -> {
            hashes.put("ss_vae_hash", ModelHashes.legacyOfFile(file));
            hashes.put("ss_new_vae_hash", ModelHashes.ofWholeFile(file));
        });
        return hashes;
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
