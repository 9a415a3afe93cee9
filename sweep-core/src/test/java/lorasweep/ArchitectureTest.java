package lorasweep;

import static com.tngtech.archunit.lang.conditions.ArchConditions.accessTargetWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static lorasweep.testing.ArchitectureRules.membersOf;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import lorasweep.testing.ArchitectureRules;
import lorasweep.testing.PackageTable;
import org.junit.jupiter.api.Test;

class ArchitectureTest implements ArchitectureRules {

    @Override
    public PackageTable packages() {
        return new PackageTable("lorasweep", """
                file                ->
                random              ->
                setting             ->
                trial               -> setting
                preset              -> setting trial
                grid                -> preset setting trial
                search              -> grid random trial
                plan                -> grid preset search setting trial
                result              -> file trial
                tensorboard         -> result
                runner              -> result search trial
                analysis.statistics -> random
                analysis.score      -> analysis.statistics random result
                analysis.verdict    -> analysis.score analysis.statistics result setting trial
                analysis            -> analysis.score analysis.statistics analysis.verdict random result setting trial
                sweep               -> analysis plan result setting trial
                best                -> analysis analysis.score analysis.statistics analysis.verdict file grid preset result \
                                       setting sweep trial
                export              -> analysis analysis.score analysis.verdict result setting sweep tensorboard trial
                reporting           ->
                dispatch            -> result runner search setting trial
                store               -> file plan result sweep trial
                executor            -> dispatch result runner search store trial
                driver              -> dispatch file grid plan result search setting store sweep trial
                spark               -> dispatch driver executor result store trial
                standalone          -> trial
                bench               -> driver grid plan result runner spark sweep trial
                cli                 -> analysis analysis.score analysis.statistics analysis.verdict bench best driver export file \
                                       grid plan preset reporting result runner setting spark standalone store sweep trial
                """);
    }

    @Test
    void whatIsPlannedAndJudgedDependsOnNeitherClockNorEnvironment() {
        noClasses()
                .that()
                .resideOutsideOfPackages("lorasweep.cli", "lorasweep.spark")
                .should(accessTargetWhere(membersOf(System.class, "getenv", "nanoTime", "currentTimeMillis")))
                .orShould(accessTargetWhere(membersOf(Instant.class, "now")))
                .orShould(accessTargetWhere(membersOf(LocalDateTime.class, "now")))
                .orShould(accessTargetWhere(membersOf(Clock.class, "systemUTC", "systemDefaultZone")))
                .check(CLASSES);
    }
}
