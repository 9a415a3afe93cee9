package lorasweep.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a Role allows, and what was asked for under it: the authorization of an API server. */
final class Access {
    private static final Pattern PATH = Pattern.compile(
            "/(?:api|apis/(?<group>[^/]+))/[^/]+/namespaces/[^/]+/(?<resource>[^/?]+)(?:/(?<name>[^/?]+))?(?:/(?<sub>[^/?]+))?"
                    + "(?<query>\\?.*)?");

    private final NavigableSet<String> allowed = new TreeSet<>();
    private final NavigableSet<String> used = new ConcurrentSkipListSet<>();
    private final NavigableSet<String> denied = new ConcurrentSkipListSet<>();

    /** The rules of a Role. */
    static Access of(JsonNode role) {
        Access access = new Access();
        for (JsonNode rule : role.path("rules")) {
            for (String group : texts(rule.path("apiGroups"))) {
                for (String resource : texts(rule.path("resources"))) {
                    texts(rule.path("verbs")).forEach(verb -> access.allowed.add(right(verb, group, resource)));
                }
            }
        }
        return access;
    }

    /** Whether a request may pass; it is remembered. */
    boolean allows(String method, String path) {
        Matcher parts = PATH.matcher(path);
        if (!parts.matches()) {
            denied.add(method + " " + path);
            return false;
        }
        String group = parts.group("group") == null ? "" : parts.group("group");
        String resource = parts.group("resource") + (parts.group("sub") == null ? "" : "/" + parts.group("sub"));
        boolean isWatched = String.valueOf(parts.group("query")).contains("watch=true");
        String right = right(verb(method, parts.group("name") != null, isWatched), group, resource);
        boolean isAllowed = allowed.contains(right);
        (isAllowed ? used : denied).add(right);
        return isAllowed;
    }

    private static String verb(String method, boolean isOne, boolean isWatched) {
        return switch (method) {
            case "GET" -> isWatched ? "watch" : isOne ? "get" : "list";
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> isOne ? "delete" : "deletecollection";
            default -> method;
        };
    }

    private static String right(String verb, String group, String resource) {
        return verb + " " + (group.isEmpty() ? "" : group + "/") + resource;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    NavigableSet<String> allowed() {
        return allowed;
    }

    NavigableSet<String> used() {
        return used;
    }

    NavigableSet<String> denied() {
        return denied;
    }
}
