package lorasweep.worker;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.accessTargetWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static lorasweep.testing.ArchitectureRules.membersOf;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import lorasweep.testing.ArchitectureRules;
import lorasweep.testing.PackageTable;
import org.junit.jupiter.api.Test;

class ArchitectureTest implements ArchitectureRules {

    @Override
    public PackageTable packages() {
        return new PackageTable("lorasweep.worker", """
                store       ->
                torch       -> core.trial
                image       -> core.file
                safetensors -> core.trial
                model       -> safetensors torch core.trial
                nn          -> model torch
                vae         -> model nn torch
                unet        -> model nn torch
                prompt      -> core.trial
                text        -> model nn prompt safetensors torch core.trial
                diffusion   -> model torch core.random core.trial
                lora        -> model nn safetensors torch core.trial
                data        -> image store core.random core.trial
                cache       -> data image store core.random core.trial
                sampling    -> diffusion image lora model nn prompt text torch unet vae core.trial
                train       -> cache data diffusion image lora model nn safetensors store text torch unet \
                               vae core.file core.random core.result core.runner core.search core.tensorboard core.trial
                probe       -> cache data diffusion image lora model nn sampling store text torch train unet \
                               core.analysis.score core.random core.result core.search core.trial
                gallery     -> cache data diffusion image lora model probe prompt sampling store text torch train unet vae \
                               core.result core.setting core.trial
                runner      -> data gallery image model probe store torch train core.runner core.search core.trial
                bench       -> cache data diffusion image lora model nn safetensors store text torch train unet vae \
                               core.dispatch core.executor core.random core.result core.runner core.store core.trial
                cli         -> bench data diffusion image lora model prompt runner safetensors sampling text torch train \
                               vae core.cli core.preset core.result core.runner core.setting core.store core.trial
                """);
    }

    @Test
    void arithmeticWithJavaNumbersIsLeftToKernels() {
        noClasses()
                .should(accessTargetWhere(describe(
                        "methods of NDArray that take a Number",
                        access -> access.getTarget() instanceof CodeUnitAccessTarget target
                                && target.getOwner().isAssignableTo(NDArray.class)
                                && target.getRawParameterTypes().stream()
                                        .anyMatch(type -> type.isEquivalentTo(Number.class)))))
                .because("the number's memory may be gone when the gradient is computed (docs/MEMORY.md)")
                .check(CLASSES);
    }

    @Test
    void onlyLoadersConvertAndMoveArrays() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "lorasweep.worker.safetensors", "lorasweep.worker.model", "lorasweep.worker.bench")
                .should(accessTargetWhere(membersOf(NDArray.class, "toType", "toDevice", "duplicate")))
                .because("the result is silently cut off from the graph; there are kernels for it (docs/MEMORY.md)")
                .check(CLASSES);
    }

    @Test
    void nobodyAsksAnArrayForItsGradientFlag() {
        noClasses()
                .should(accessTargetWhere(membersOf(NDArray.class, "hasGradient", "requiresGradient")))
                .because("it says no to recorded results; kernel is_recorded says yes (docs/MEMORY.md)")
                .check(CLASSES);
    }

    @Test
    void gradientsAreRecordedByAutogradOnly() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("ai.djl.training..")
                .because("DJL allows one GradientCollector per process")
                .check(CLASSES);
    }

    @Test
    void bfloat16StaysInsideKernels() {
        noClasses()
                .should(accessTargetWhere(membersOf(DataType.class, "BFLOAT16")))
                .because("an array of this type made from Java ends the process")
                .check(CLASSES);
    }
}
