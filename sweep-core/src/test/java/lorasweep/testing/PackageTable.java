package lorasweep.testing;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which packages of a module may know which of ours, as lines {@code package -> package package}. A
 * package of the module stands under its name below the module's root; {@code core.trial} is sweep-core's
 * {@code lorasweep.trial}. What a line does not name is forbidden.
 */
public final class PackageTable {
    private static final String PRODUCT = "lorasweep.";
    private static final String CORE = "core.";

    private final Map<String, Set<String>> allowed = new LinkedHashMap<>();

    /**
     * Reads a table.
     *
     * @param root the module's, for example {@code lorasweep.worker}
     * @throws IllegalArgumentException if a line has no arrow or a package has two lines
     */
    public PackageTable(String root, String table) {
        for (String line : table.lines().toList()) {
            String[] sides = line.split("->", -1);
            if (sides.length != 2) {
                throw new IllegalArgumentException("\"" + line + "\" is not \"package -> packages\"");
            }
            Set<String> targets = Arrays.stream(sides[1].trim().split(" +"))
                    .filter(name -> !name.isEmpty())
                    .map(name -> qualified(root, name))
                    .collect(Collectors.toSet());
            if (allowed.put(qualified(root, sides[0].trim()), targets) != null) {
                throw new IllegalArgumentException("two lines for " + sides[0].trim());
            }
        }
    }

    private static String qualified(String root, String name) {
        return name.startsWith(CORE) ? PRODUCT + name.substring(CORE.length()) : root + "." + name;
    }

    /** Everything in which code and table differ, one line each. */
    public List<String> differences(JavaClasses classes) {
        Set<String> found = new TreeSet<>();
        for (JavaClass type : classes) {
            Set<String> mayKnow = allowed.get(type.getPackageName());
            if (mayKnow == null) {
                found.add("package " + type.getPackageName() + " is not in the table");
                continue;
            }
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String target =
                        dependency.getTargetClass().getBaseComponentType().getPackageName();
                if (target.startsWith(PRODUCT) && !target.equals(type.getPackageName()) && !mayKnow.contains(target)) {
                    found.add(type.getPackageName() + " may not know " + target + ": " + dependency.getDescription());
                }
            }
        }
        for (String name : allowed.keySet()) {
            if (!classes.containPackage(name)) {
                found.add("the table has " + name + ", the code has not");
            }
        }
        return new ArrayList<>(found);
    }
}
