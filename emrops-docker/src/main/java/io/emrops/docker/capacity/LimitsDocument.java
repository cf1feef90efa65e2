package io.emrops.docker.capacity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emrops.DataSize;
import io.emrops.PreconditionFailedException;
import io.emrops.docker.compose.DefinedLimits;
import io.emrops.scaling.Resources;
import java.math.BigDecimal;
import java.util.List;

/**
 * The content of the Compose file in which limits are kept: JSON, which is YAML. Of a service only {@code cpus}, {@code mem_limit} and
 * {@code deploy.resources.limits} of both are ours; whatever else is there stays as it is.
 */
final class LimitsDocument {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();
    private static final DefaultIndenter LINES = new DefaultIndenter("  ", "\n");
    private static final List<String> IN_SERVICE = List.of("cpus", "mem_limit");
    private static final List<String> IN_DEPLOY = List.of("cpus", "memory");

    private final ObjectNode root;

    private LimitsDocument(ObjectNode root) {
        this.root = root;
    }

    /**
     * @param text empty if there is no file
     * @throws PreconditionFailedException if it is not what could be written again without a loss
     */
    static LimitsDocument read(String text) {
        try {
            if (text.isBlank()) {
                return new LimitsDocument(JSON.createObjectNode());
            }
            if (JSON.readTree(text) instanceof ObjectNode object) {
                return new LimitsDocument(object);
            }
        } catch (JsonProcessingException e) {
            // Its message quotes the file.
        }
        throw new PreconditionFailedException(
                "The file that limits are kept in is no JSON object any more: somebody has "
                        + "changed it, and writing it again would lose what JSON does not know, such as remarks");
    }

    boolean isEmpty() {
        return root.isEmpty();
    }

    /** The same with these limits, where the project's other files say them, so that none contradicts another. */
    LimitsDocument with(String service, Resources resources, DefinedLimits others) {
        var changed = without(service).root;
        var cpus = resources.cpus().map(BigDecimal::toPlainString).orElse("0");
        var memory =
                resources.memory().map(DataSize::bytes).map(String::valueOf).orElse("0");
        var plain = !others.inDeploy();
        if (others.cpus().isPresent()
                || plain && resources.cpus().isPresent() && others.deployCpus().isEmpty()) {
            object(changed, "services", service).put("cpus", cpus);
        }
        if (others.deployCpus().isPresent()
                || !plain && resources.cpus().isPresent() && others.cpus().isEmpty()) {
            object(changed, "services", service, "deploy", "resources", "limits")
                    .put("cpus", cpus);
        }
        if (others.memory().isPresent() || plain && resources.memory().isPresent()) {
            object(changed, "services", service).put("mem_limit", memory);
        }
        if (others.deployMemory().isPresent()
                || !plain && resources.memory().isPresent() && others.memory().isEmpty()) {
            object(changed, "services", service, "deploy", "resources", "limits")
                    .put("memory", memory);
        }
        return new LimitsDocument(changed);
    }

    /** The same with a service's limits as another document has them. */
    LimitsDocument with(String service, LimitsDocument other) {
        var changed = without(service).root;
        copy(other.root, changed, IN_SERVICE, "services", service);
        copy(other.root, changed, IN_DEPLOY, "services", service, "deploy", "resources", "limits");
        return new LimitsDocument(changed);
    }

    /** The same without a service's limits, and without what then holds nothing. */
    LimitsDocument without(String service) {
        var changed = root.deepCopy();
        remove(changed, IN_SERVICE, "services", service);
        remove(changed, IN_DEPLOY, "services", service, "deploy", "resources", "limits");
        return new LimitsDocument(changed);
    }

    private static void copy(JsonNode from, ObjectNode to, List<String> names, String... path) {
        for (var name : path) {
            from = from.path(name);
        }
        for (var name : names) {
            if (from.has(name)) {
                object(to, path).set(name, from.get(name).deepCopy());
            }
        }
    }

    private static ObjectNode object(ObjectNode in, String... path) {
        var at = in;
        for (var name : path) {
            if (at.get(name) instanceof ObjectNode there) {
                at = there;
            } else if (at.has(name)) {
                throw new PreconditionFailedException(
                        "In the file that limits are kept in, " + name + " is not what Compose takes there");
            } else {
                at = at.putObject(name);
            }
        }
        return at;
    }

    private static void remove(ObjectNode in, List<String> names, String... path) {
        if (path.length == 0) {
            in.remove(names);
        } else if (in.get(path[0]) instanceof ObjectNode below) {
            remove(below, names, List.of(path).subList(1, path.length).toArray(String[]::new));
            if (below.isEmpty()) {
                in.remove(path[0]);
            }
        }
    }

    /** As it is written: always the same for the same content. */
    String text() {
        var printer = new DefaultPrettyPrinter().withObjectIndenter(LINES).withArrayIndenter(LINES);
        try {
            return JSON.writer(printer).writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LimitsDocument that && root.equals(that.root);
    }

    @Override
    public int hashCode() {
        return root.hashCode();
    }

    /** Not its content, which may hold anything. */
    @Override
    public String toString() {
        return "LimitsDocument";
    }
}
