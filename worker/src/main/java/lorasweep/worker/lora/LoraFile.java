package lorasweep.worker.lora;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import lorasweep.trial.InvalidInputException;
import lorasweep.worker.safetensors.SafetensorsFile;
import lorasweep.worker.safetensors.StoredFloats;

/**
 * A LoRA file open for reading: kohya's, or one with diffusers' or PEFT's names. Opening reads names,
 * shapes and alphas; weights are read when they are asked for.
 */
public final class LoraFile implements AutoCloseable {
    private final SafetensorsFile file;
    private final Map<String, LoraModule> modules;
    private final List<String> unknown;

    LoraFile(SafetensorsFile file, Collection<LoraModule> modules, List<String> unknown) {
        this.file = file;
        this.modules = new LinkedHashMap<>();
        modules.forEach(module -> this.modules.put(module.name(), module));
        this.unknown = List.copyOf(unknown);
    }

    /**
     * Opens a file and groups its tensors into modules.
     *
     * @throws InvalidInputException if it is no safetensors file, is another kind of adapter or a LoRA
     *     of another base model (named in the message), or has modules with a tensor missing, ranks
     *     that differ or an impossible alpha
     */
    public static LoraFile open(Path path) {
        SafetensorsFile file = SafetensorsFile.open(path);
        try {
            return new LoraFileReader(file).read();
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** The file, for its path, metadata and sizes. */
    public SafetensorsFile file() {
        return file;
    }

    /** The adapted modules, in the file's order. */
    public List<LoraModule> modules() {
        return List.copyOf(modules.values());
    }

    /** Tensors that are no part of a LoRA, in the file's order; they have no effect. */
    public List<String> unknown() {
        return unknown;
    }

    /** The file's modules that none of these sites has, in the file's order; they have no effect on that model. */
    public List<String> unmatched(List<LoraSite> sites) {
        Set<String> names = sites.stream().map(LoraSite::name).collect(Collectors.toSet());
        return modules.keySet().stream().filter(name -> !names.contains(name)).toList();
    }

    /**
     * Reads the adapters that the file has for these sites, in the sites' order.
     *
     * @throws InvalidInputException if none fits, or naming all modules whose shapes are not those of
     *     the base model
     */
    public List<LoraAdapter> adapters(List<LoraSite> sites) {
        List<LoraSite> matched =
                sites.stream().filter(site -> modules.containsKey(site.name())).toList();
        List<String> problems = new ArrayList<>();
        for (LoraSite site : matched) {
            LoraModule module = module(site.name());
            if (!module.fits(site)) {
                problems.add(
                        "%s: module \"%s\" has down %s and up %s, expected an input of %d and an output of %d; it was trained on another kind of model."
                                .formatted(
                                        file.path(),
                                        site.name(),
                                        module.down().shape(),
                                        module.up().shape(),
                                        site.in(),
                                        site.out()));
            }
        }
        if (matched.isEmpty()) {
            problems.add(
                    "%s: none of its %d modules is one of this base model; it was trained on another kind of model."
                            .formatted(file.path(), modules.size()));
        }
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        return matched.stream().map(site -> adapter(site, module(site.name()))).toList();
    }

    private LoraAdapter adapter(LoraSite site, LoraModule module) {
        return new LoraAdapter(site, module.rank(), module.alpha(), down(module), up(module));
    }

    /** Reads a module's down tensor as (rank, fan-in) in C order. */
    float[] down(LoraModule module) {
        return StoredFloats.read(file, module.down());
    }

    /** Reads a module's up tensor as (out, rank) in C order. */
    float[] up(LoraModule module) {
        return StoredFloats.read(file, module.up());
    }

    private LoraModule module(String name) {
        LoraModule module = modules.get(name);
        if (module == null) {
            throw new IllegalArgumentException("the file has no module " + name);
        }
        return module;
    }

    /** Closes the file. */
    @Override
    public void close() {
        file.close();
    }
}
