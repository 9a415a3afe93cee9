package lorasweep.worker.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import lorasweep.random.Purpose;
import lorasweep.random.RandomStream;
import lorasweep.trial.TrialSpec;
import lorasweep.worker.lora.AdapterArray;
import lorasweep.worker.lora.AdapterBank;
import lorasweep.worker.lora.LoraSite;
import lorasweep.worker.nn.AdapterWeights;
import lorasweep.worker.store.ContentHash;
import lorasweep.worker.torch.Kernels;
import lorasweep.worker.torch.TensorList;

/**
 * kohya's {@code network_dropout}: in training, each element between down and up is zeroed with this
 * probability and the others are divided by the probability of keeping them.
 *
 * <p>Which elements, is drawn under (trial's seed, epoch, picture, use, site) and computed in the kernel
 * {@code drop} from there, so that it depends neither on the pack nor on device, threads or interruption.
 */
final class AdapterDropout {
    private static final double WORDS = 0x1p32;
    private static final long WORD = 0xFFFFFFFFL;

    private final Kernels kernels;
    private final List<TrialSpec> trials;
    private final Map<String, Long> siteKeys = new HashMap<>();

    /**
     * For the trials of a bank.
     *
     * @param trials in the bank's order
     */
    AdapterDropout(Kernels kernels, AdapterBank bank, List<TrialSpec> trials) {
        this.kernels = kernels;
        this.trials = List.copyOf(trials);
        for (AdapterArray array : bank.arrays()) {
            for (LoraSite site : array.layout().sites()) {
                siteKeys.put(site.module(), ContentHash.of(site.name()).key());
            }
        }
    }

    /** Whether any trial has dropout. */
    boolean isAny() {
        return trials.stream().anyMatch(spec -> spec.network().networkDropout() > 0);
    }

    /**
     * The bank's weights for one micro-batch, dropout included.
     *
     * @param addresses what the random numbers of each sample are drawn under: trials * B times epoch,
     *     picture and use
     */
    AdapterWeights on(AdapterBank bank, List<long[]> addresses) {
        if (!isAny()) {
            return bank;
        }
        return (owner, modules) -> {
            TensorList slots = bank.of(owner, modules);
            return siteKeys.keySet().containsAll(modules)
                    ? kernels.list(owner, "slots_with", slots, keys(owner, modules, addresses))
                    : slots;
        };
    }

    /** (modules + 1, K, B): a word for each module and sample, then each trial's probability times 2^32. */
    private NDArray keys(NDManager owner, List<String> modules, List<long[]> addresses) {
        int n = addresses.size();
        int samples = n / trials.size();
        long[] keys = new long[(modules.size() + 1) * n];
        for (int i = 0; i < n; i++) {
            TrialSpec spec = trials.get(i / samples);
            double probability = spec.network().networkDropout();
            keys[modules.size() * n + i] = Math.round(probability * WORDS);
            for (int m = 0; m < modules.size() && probability > 0; m++) {
                long site = Objects.requireNonNull(siteKeys.get(modules.get(m)), "a module of no site");
                keys[m * n + i] = word(spec.seed(), addresses.get(i), site);
            }
        }
        return owner.create(keys, new Shape(modules.size() + 1, trials.size(), samples));
    }

    static long word(long seed, long[] address, long site) {
        return RandomStream.of(seed, Purpose.DROPOUT, address[0], address[1], address[2], site)
                        .nextLong()
                & WORD;
    }
}
