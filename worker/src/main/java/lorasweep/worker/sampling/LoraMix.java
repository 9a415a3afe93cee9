package lorasweep.worker.sampling;

import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import lorasweep.worker.lora.AdapterArray;
import lorasweep.worker.lora.AdapterBank;
import lorasweep.worker.lora.AdapterLayout;
import lorasweep.worker.lora.LoraAdapter;
import lorasweep.worker.lora.LoraSite;
import lorasweep.worker.lora.LoraTargets;
import lorasweep.worker.model.Part;
import lorasweep.worker.model.StableDiffusionConfig;
import lorasweep.worker.torch.Kernels;

/**
 * LoRAs added to a base model: K variants side by side, each any number of LoRAs with multipliers of
 * their own. LoRAs add up exactly when they are stacked along the rank,
 * {@code up1 down1 + up2 down2 = [up1 up2] [down1; down2]}, so a variant is one adapter of their
 * ranks' sum; sites that a LoRA does not adapt have zeros.
 */
public final class LoraMix implements AutoCloseable {
    private final int variants;
    private final AdapterBank textEncoder;
    private final AdapterBank unet;

    private LoraMix(int variants, AdapterBank textEncoder, AdapterBank unet) {
        this.variants = variants;
        this.textEncoder = textEncoder;
        this.unet = unet;
    }

    /**
     * The mix of some variants.
     *
     * @param variants for each the LoRAs it is made of; none for the base model
     */
    public static LoraMix of(
            Kernels kernels, NDManager owner, StableDiffusionConfig config, List<List<AppliedLora>> variants) {
        List<LoraSite> sites = LoraTargets.WITH_CONV.of(config);
        return new LoraMix(
                variants.size(),
                bank(kernels, owner, sites, variants, List.of(site -> site.part() == Part.TEXT_ENCODER)),
                bank(
                        kernels,
                        owner,
                        sites,
                        variants,
                        List.of(
                                site -> site.part() == Part.UNET && inTransformer(site),
                                site -> site.part() == Part.UNET && !inTransformer(site) && !site.isSpatial(),
                                LoraSite::isSpatial)));
    }

    /** Sites that usually have one rank share an array, so that few zeros are multiplied. */
    private static AdapterBank bank(
            Kernels kernels,
            NDManager owner,
            List<LoraSite> sites,
            List<List<AppliedLora>> variants,
            List<Predicate<LoraSite>> groups) {
        List<AdapterArray> arrays = new ArrayList<>();
        for (Predicate<LoraSite> group : groups) {
            int[] ranks = variants.stream()
                    .mapToInt(loras ->
                            loras.stream().mapToInt(lora -> rank(lora, group)).sum())
                    .toArray();
            if (Arrays.stream(ranks).anyMatch(rank -> rank > 0)) {
                List<LoraSite> own = sites.stream().filter(group).toList();
                AdapterLayout.byBlock(own)
                        .forEach(layout -> arrays.add(array(kernels, owner, layout, ranks, variants, group)));
            }
        }
        return new AdapterBank(kernels, arrays);
    }

    private static AdapterArray array(
            Kernels kernels,
            NDManager owner,
            AdapterLayout layout,
            int[] ranks,
            List<List<AppliedLora>> variants,
            Predicate<LoraSite> group) {
        float[] scales = new float[ranks.length];
        Arrays.fill(scales, 1);
        AdapterArray array = new AdapterArray(kernels, owner, layout, ranks, scales);
        for (int k = 0; k < ranks.length; k++) {
            if (ranks[k] > 0) {
                array.write(k, rows(layout, ranks[k], variants.get(k), group));
            }
        }
        return array;
    }

    private static float[] rows(AdapterLayout layout, int rank, List<AppliedLora> loras, Predicate<LoraSite> group) {
        float[] rows = new float[rank * layout.rowWidth()];
        int first = 0;
        for (AppliedLora lora : loras) {
            for (LoraAdapter adapter : lora.adapters()) {
                if (layout.sites().contains(adapter.site())) {
                    float scale = (float) lora.scale(adapter);
                    layout.put(adapter.site(), rows, first, adapter.down(), adapter.up(), scale);
                }
            }
            first += rank(lora, group);
        }
        return rows;
    }

    private static int rank(AppliedLora lora, Predicate<LoraSite> group) {
        return lora.adapters().stream()
                .filter(adapter -> group.test(adapter.site()))
                .mapToInt(LoraAdapter::rank)
                .max()
                .orElse(0);
    }

    private static boolean inTransformer(LoraSite site) {
        return site.module().contains(".attentions.");
    }

    /** K. */
    public int variants() {
        return variants;
    }

    /** The text encoder's part. */
    public AdapterBank textEncoder() {
        return textEncoder;
    }

    /** The U-Net's part. */
    public AdapterBank unet() {
        return unet;
    }

    @Override
    public void close() {
        textEncoder.close();
        unet.close();
    }
}
