package io.emrops.docker.compose;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.emrops.PreconditionFailedException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The limits that the Compose files give a service, each as it is written; empty where they do not say it.
 *
 * @param cpus {@code cpus}
 * @param memory {@code mem_limit}
 * @param deployCpus {@code deploy.resources.limits.cpus}; version 1 lets it win, version 2 refuses files where the two differ
 * @param deployMemory {@code deploy.resources.limits.memory}
 * @param memoryAndSwap {@code memswap_limit}
 */
public record DefinedLimits(
        Optional<String> cpus,
        Optional<String> memory,
        Optional<String> deployCpus,
        Optional<String> deployMemory,
        Optional<String> memoryAndSwap) {
    /** No limits. */
    public static final DefinedLimits NONE =
            new DefinedLimits(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern AMOUNT = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*(?:([kmgt])i?)?b?");

    /** The number of processors that counts. */
    public Optional<BigDecimal> processors() {
        return deployCpus.or(() -> cpus).map(BigDecimal::new).filter(n -> n.signum() > 0);
    }

    /** The bytes of memory that count. */
    public Optional<Long> bytes() {
        return deployMemory.or(() -> memory).map(DefinedLimits::bytes).filter(n -> n > 0);
    }

    /** The bytes of memory and swap together; -1 if swap has no limit. */
    public Optional<Long> bytesAndSwap() {
        return memoryAndSwap.map(DefinedLimits::bytes).filter(n -> n != 0);
    }

    /** Whether the files speak of limits in the section {@code deploy}. */
    public boolean inDeploy() {
        return deployCpus.isPresent() || deployMemory.isPresent();
    }

    /** An amount as Compose reads it: {@code 268435456}, {@code 256m}, {@code 1.5GB}. */
    static long bytes(String amount) {
        var text = amount.strip().toLowerCase(Locale.ROOT);
        if (text.equals("-1")) {
            return -1;
        }
        var parts = AMOUNT.matcher(text);
        if (!parts.matches()) {
            throw new PreconditionFailedException("The Compose files give an amount of memory that is none");
        }
        var power = parts.group(2) == null ? 0 : "kmgt".indexOf(parts.group(2)) + 1;
        return new BigDecimal(parts.group(1))
                .multiply(BigDecimal.valueOf(1L << (10 * power)))
                .longValue();
    }

    /** Reads what {@code config --format json} of version 2 prints. */
    static Map<String, DefinedLimits> fromJson(String text) {
        try {
            var found = new TreeMap<String, DefinedLimits>();
            for (var service : JSON.readTree(text).path("services").properties()) {
                var s = service.getValue();
                var limits = s.path("deploy").path("resources").path("limits");
                found.put(
                        service.getKey(),
                        new DefinedLimits(
                                word(s.path("cpus").asText("")),
                                word(s.path("mem_limit").asText("")),
                                word(limits.path("cpus").asText("")),
                                word(limits.path("memory").asText("")),
                                word(s.path("memswap_limit").asText(""))));
            }
            return found;
        } catch (JsonProcessingException e) {
            throw new PreconditionFailedException("Compose's reading of the files is no JSON");
        }
    }

    /** Reads what {@code config} of version 1 prints: block style, two blanks deeper at each level. */
    static Map<String, DefinedLimits> fromYaml(String text) {
        var words = new TreeMap<String, Map<String, String>>();
        var path = new ArrayList<String>();
        for (var line : text.lines().toList()) {
            var entry = line.strip();
            var blanks = line.indexOf(entry);
            var colon = entry.indexOf(':');
            if (colon <= 0 || blanks % 2 != 0 || entry.startsWith("- ") || blanks / 2 > path.size()) {
                continue;
            }
            path.subList(blanks / 2, path.size()).clear();
            path.add(unquoted(entry.substring(0, colon)));
            if (path.size() > 1 && path.get(0).equals("services")) {
                words.computeIfAbsent(path.get(1), s -> new TreeMap<>())
                        .put(
                                String.join("/", path.subList(2, path.size())),
                                unquoted(entry.substring(colon + 1).strip()));
            }
        }
        var found = new TreeMap<String, DefinedLimits>();
        words.forEach((service, values) -> found.put(service, of(values)));
        return found;
    }

    private static DefinedLimits of(Map<String, String> values) {
        return new DefinedLimits(
                word(values.getOrDefault("cpus", "")),
                word(values.getOrDefault("mem_limit", "")),
                word(values.getOrDefault("deploy/resources/limits/cpus", "")),
                word(values.getOrDefault("deploy/resources/limits/memory", "")),
                word(values.getOrDefault("memswap_limit", "")));
    }

    private static String unquoted(String word) {
        var quoted =
                List.of("'", "\"").stream().anyMatch(q -> word.length() >= 2 && word.startsWith(q) && word.endsWith(q));
        return quoted ? word.substring(1, word.length() - 1) : word;
    }

    private static Optional<String> word(String text) {
        return text.isEmpty() || text.equals("null") ? Optional.empty() : Optional.of(text);
    }
}
