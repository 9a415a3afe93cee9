package lorasweep.worker.lora;

import static lorasweep.worker.testing.TensorAssert.assertThatTensor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lorasweep.worker.model.Part;
import lorasweep.worker.nn.AdapterWeights;
import lorasweep.worker.nn.Pass;
import lorasweep.worker.safetensors.SafetensorsFile;
import lorasweep.worker.safetensors.StoredFloats;
import lorasweep.worker.testing.GoldenModel;
import lorasweep.worker.testing.Goldens;
import lorasweep.worker.text.ClipTextModel;
import lorasweep.worker.unet.CrossAttention;
import lorasweep.worker.unet.UNet2dConditionModel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Both networks with the reference's LoRA files at several multipliers, against the reference's outputs. */
@Tag("golden")
class LoraOutputsGoldenTest {
    private static final double[] MULTIPLIERS = {1, 0.5, -1};

    private static GoldenModel model;
    private static UNet2dConditionModel unet;
    private static ClipTextModel encoder;

    private final NDManager manager = model.manager.newSubManager();

    @BeforeAll
    static void load() {
        model = new GoldenModel();
        unet = model.unet(CrossAttention.SDPA);
        encoder = model.textEncoder();
    }

    @AfterAll
    static void closeModel() {
        encoder.close();
        unet.close();
        model.close();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    @ParameterizedTest
    @EnumSource(LoraTargets.class)
    void bothNetworksAgreeAtEveryMultiplier(LoraTargets targets) {
        double rel = Goldens.tolerance(outputs(targets).replace("golden/", ""), "rel");
        try (SafetensorsFile golden = Goldens.tensors(outputs(targets))) {
            NDArray ids = golden.load("input_ids", manager).reshape(2, 1, 77);
            NDArray base = unet(golden, AdapterWeights.NONE, golden.load("context", manager));
            assertThatTensor(base).isCloseTo(golden.load("base_unet", manager), rel);
            for (double multiplier : MULTIPLIERS) {
                AdapterWeights adapters = new AdapterBank(model.kernels, arrays(targets, multiplier));
                String at = "mult_" + multiplier + ".";
                NDArray out = unet(golden, adapters, golden.load("context", manager));
                assertThatTensor(out).as(at).isCloseTo(golden.load(at + "unet", manager), rel);

                Pass pass = Pass.direct(manager, adapters);
                NDArray text = encoder.encode(pass, ids, 2);
                assertThatTensor(text).as(at).isCloseTo(golden.load(at + "te_clip_skip2", manager), rel);
                NDArray last = encoder.encode(pass, ids, 1);
                for (int row = 0; row < 2; row++) {
                    assertThatTensor(last.get("{}, {}", row, end(ids, row)))
                            .as(at)
                            .isCloseTo(golden.load(at + "te_pooled", manager).get(row), rel);
                }
                assertThatTensor(unet(golden, adapters, text))
                        .as(at)
                        .isCloseTo(golden.load(at + "unet_from_lora_context", manager), rel);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(LoraTargets.class)
    void adaptersAddToTheBaseWhatTheReferenceMergesIntoIt(LoraTargets targets) {
        Set<String> compared = new HashSet<>();
        try (SafetensorsFile golden = Goldens.tensors(outputs(targets));
                SafetensorsFile base = Goldens.tensors("model/unet/diffusion_pytorch_model.safetensors")) {
            for (AdapterArray array : arrays(targets, 1)) {
                List<LoraSite> sites = array.layout().sites();
                SiteSelection all =
                        new SiteSelection(List.of(array), array.layout().modules());
                long[] eachByItself = new long[sites.size()];
                Arrays.fill(eachByItself, 1);
                NDArray norms = model.kernels.tensor(
                        manager,
                        "site_norms",
                        all.values(),
                        all.scales(),
                        all.counts(),
                        all.widths(),
                        all.order(),
                        eachByItself,
                        true);
                for (int i = 0; i < sites.size(); i++) {
                    String weight = sites.get(i).module() + ".weight";
                    if (golden.tensors().containsKey("merged." + weight)) {
                        float[] merged = StoredFloats.read(golden, golden.entry("merged." + weight));
                        float[] before = StoredFloats.read(base, base.entry(weight));
                        float[] delta = product(array, sites.get(i));
                        double square = 0;
                        for (int j = 0; j < merged.length; j++) {
                            assertThat(before[j] + delta[j]).as(weight).isEqualTo(merged[j], offset(1e-6f));
                            square += (double) delta[j] * delta[j];
                        }
                        assertThat(norms.getFloat(i, 0)).isCloseTo((float) Math.sqrt(square), offset(1e-5f));
                        compared.add("merged." + weight);
                    }
                }
            }
            assertThat(golden.tensors().keySet().stream().filter(name -> name.startsWith("merged.")))
                    .containsExactlyInAnyOrderElementsOf(compared);
        }
    }

    private NDArray unet(SafetensorsFile golden, AdapterWeights adapters, NDArray context) {
        return unet.forward(
                Pass.direct(manager, adapters),
                golden.load("sample", manager),
                golden.load("timestep", manager),
                context);
    }

    /** Position of the first end-of-text token of a caption. */
    private static int end(NDArray ids, int row) {
        long[] all = ids.toLongArray();
        int end = 0;
        while (all[77 * row + end] != 49407) {
            end++;
        }
        return end;
    }

    /** The reference's LoRA file as arrays of one trial: an array for every network and rank. */
    private List<AdapterArray> arrays(LoraTargets targets, double multiplier) {
        List<AdapterArray> arrays = new ArrayList<>();
        try (SafetensorsFile file = Goldens.tensors("golden/lora/lora_" + name(targets) + "_fp32.safetensors")) {
            for (List<LoraSite> sites : byNetworkAndRank(targets.of(model.config))) {
                AdapterLayout layout = new AdapterLayout(sites);
                int rank = file.entry(sites.get(0).downName()).shape().get(0).intValue();
                float[] rows = new float[rank * layout.rowWidth()];
                float alpha = StoredFloats.read(file, file.entry(sites.get(0).alphaName()))[0];
                for (LoraSite site : sites) {
                    float[] down = StoredFloats.read(file, file.entry(site.downName()));
                    float[] up = StoredFloats.read(file, file.entry(site.upName()));
                    layout.put(site, rows, 0, down, up, 1);
                    assertThat(StoredFloats.read(file, file.entry(site.alphaName())))
                            .containsExactly(alpha);
                }
                float scale = (float) (multiplier * alpha / rank);
                AdapterArray array =
                        new AdapterArray(model.kernels, manager, layout, new int[] {rank}, new float[] {scale});
                array.write(0, rows);
                arrays.add(array);
            }
        }
        return arrays;
    }

    private static Collection<List<LoraSite>> byNetworkAndRank(List<LoraSite> sites) {
        Map<List<Object>, List<LoraSite>> groups = sites.stream()
                .collect(Collectors.groupingBy(
                        site -> List.of(site.part(), site.isSpatial()), LinkedHashMap::new, Collectors.toList()));
        assertThat(groups.keySet()).contains(List.of(Part.TEXT_ENCODER, false), List.of(Part.UNET, false));
        return groups.values();
    }

    /** scale * up * down of the only trial, (out, in * kernel * kernel). */
    private static float[] product(AdapterArray array, LoraSite site) {
        float[] rows = array.read(0);
        float[] down = array.layout().down(site, rows);
        float[] up = array.layout().up(site, rows);
        float scale = array.scales().getFloat(0);
        int rank = array.rank(0);
        float[] product = new float[site.out() * site.downRow()];
        for (int o = 0; o < site.out(); o++) {
            for (int i = 0; i < site.downRow(); i++) {
                double sum = 0;
                for (int r = 0; r < rank; r++) {
                    sum += (double) up[o * rank + r] * down[r * site.downRow() + i];
                }
                product[o * site.downRow() + i] = (float) (scale * sum);
            }
        }
        return product;
    }

    private static String name(LoraTargets targets) {
        return targets == LoraTargets.DEFAULT ? "default" : "conv";
    }

    private static String outputs(LoraTargets targets) {
        return "golden/lora/outputs_" + name(targets) + ".safetensors";
    }
}
