package lorasweep.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.kubernetes.client.custom.QuantityFormatException;
import io.kubernetes.client.openapi.JSON;
import java.lang.reflect.InvocationTargetException;
import java.util.Optional;

/**
 * Checks an object of Kubernetes itself by the classes that its project generates from the API's definition:
 * fields that are unknown, missing or of another type, and quantities that are none.
 */
final class CoreCheck {
    private static final String MODELS = "io.kubernetes.client.openapi.models.V1";

    private CoreCheck() {}

    /** What is wrong with an object, or nothing. */
    static Optional<String> problem(String kind, JsonNode object) {
        Class<?> model;
        try {
            model = Class.forName(MODELS + kind);
        } catch (ClassNotFoundException e) {
            return Optional.of("no such kind: " + kind);
        }
        JsonElement json = JsonParser.parseString(object.toString());
        try {
            model.getMethod("validateJsonElement", JsonElement.class).invoke(null, json);
            return JSON.getGson().fromJson(json, model) == null ? Optional.of("is empty") : Optional.empty();
        } catch (InvocationTargetException e) {
            return Optional.of(String.valueOf(e.getCause()));
        } catch (JsonParseException | IllegalArgumentException | QuantityFormatException e) {
            return Optional.of(e.toString());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the client's models are not as expected", e);
        }
    }
}
