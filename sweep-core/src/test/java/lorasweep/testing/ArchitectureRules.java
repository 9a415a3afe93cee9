package lorasweep.testing;

import static com.tngtech.archunit.lang.conditions.ArchConditions.accessTargetWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The rules that hold in every module; a module's own test says its packages and adds its own rules. */
public interface ArchitectureRules {
    /** Libraries that one place only may know. */
    Map<String, String> HOMES = Map.of(
            "ai.djl.pytorch..", "lorasweep.worker.torch",
            "com.twelvemonkeys..", "lorasweep.worker.image",
            "javax.imageio..", "lorasweep..image",
            "org.apache.hadoop..", "lorasweep.[spark|store]",
            "org.apache.spark..", "lorasweep.spark",
            "picocli..", "lorasweep..cli",
            "scala..", "lorasweep.spark");

    /** Who may know whom in this module. */
    PackageTable packages();

    /** The module's classes without its tests, read once. */
    JavaClasses CLASSES = new ClassFileImporter().importPath(Path.of("target", "classes"));

    /** Accesses to members with these names of a class or what derives from it. */
    static DescribedPredicate<JavaAccess<?>> membersOf(Class<?> owner, String... names) {
        return DescribedPredicate.describe(owner.getSimpleName() + "'s " + String.join(", ", names), access -> {
            AccessTarget target = access.getTarget();
            return target.getOwner().isAssignableTo(owner) && Set.of(names).contains(target.getName());
        });
    }

    @Test
    default void packagesKnowOnlyWhomTheTableAllows() {
        assertThat(packages().differences(CLASSES)).isEmpty();
    }

    @Test
    default void packagesFormNoCycles() {
        slices().matching("lorasweep.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    default void packagesAreNamedAfterTheirSubject() {
        noClasses()
                .should()
                .resideInAnyPackage(
                        List.of("util", "utils", "common", "impl", "helper", "helpers", "manager", "misc").stream()
                                .map(name -> ".." + name + "..")
                                .toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    default void librariesStayAtHome() {
        HOMES.forEach((library, home) -> noClasses()
                .that()
                .resideOutsideOfPackage(home)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CLASSES));
    }

    @Test
    default void onlyTheCommandLinePrints() {
        noClasses()
                .that()
                .resideOutsideOfPackage("lorasweep..cli")
                .should(ACCESS_STANDARD_STREAMS)
                .check(CLASSES);
    }

    @Test
    default void randomNumbersComeFromOurStreams() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(
                        RandomGenerator.class,
                        Random.class,
                        SecureRandom.class,
                        SplittableRandom.class,
                        ThreadLocalRandom.class)
                .orShould(accessTargetWhere(membersOf(Math.class, "random")))
                .orShould(accessTargetWhere(membersOf(Collections.class, "shuffle")))
                .check(CLASSES);
    }

    @Test
    default void nobodySleeps() {
        noClasses()
                .should(accessTargetWhere(membersOf(Thread.class, "sleep")))
                .because("whoever waits for something is told when it happens")
                .check(CLASSES);
    }
}
