package io.emrops.testkit;

import io.emrops.DataSize;
import io.emrops.scaling.Resources;
import java.util.Map;
import java.util.TreeMap;

/** The limits of the services of a {@link FakeScaler}: what a definition gives, what is kept instead of it, and what runs. */
final class FakeLimits {
    private final Map<String, Resources> defined = new TreeMap<>();
    private final Map<String, Resources> kept = new TreeMap<>();
    private final Map<String, Resources> live = new TreeMap<>();

    void define(String service, Resources resources) {
        defined.put(service, resources);
        live.put(service, resources);
    }

    void live(String service, Resources resources) {
        live.put(service, resources);
    }

    Resources live(String service) {
        return live.getOrDefault(service, Resources.unlimited());
    }

    void keep(String service, Resources resources) {
        kept.put(service, resources);
    }

    boolean keeps(String service, Resources resources) {
        return atStart(service).equals(resources);
    }

    private Resources atStart(String service) {
        return kept.getOrDefault(service, defined.getOrDefault(service, Resources.unlimited()));
    }

    /** What is kept, to be brought back; empty if it is the definition alone that counts. */
    String kept(String service) {
        var resources = kept.get(service);
        return resources == null ? "" : text(resources);
    }

    void keepAgain(String service, String text) {
        if (text.isEmpty()) {
            kept.remove(service);
        } else {
            kept.put(service, resources(text));
        }
    }

    void startAfresh() {
        var services = new TreeMap<>(defined);
        services.putAll(kept);
        live.clear();
        services.keySet().forEach(service -> live.put(service, atStart(service)));
    }

    private static String text(Resources resources) {
        return resources.cpus().map(Object::toString).orElse("") + " "
                + resources.memory().map(m -> Long.toString(m.bytes())).orElse("");
    }

    private static Resources resources(String text) {
        var blank = text.indexOf(' ');
        var cpus = text.substring(0, blank);
        var memory = text.substring(blank + 1);
        var resources =
                cpus.isEmpty() ? Resources.unlimited() : Resources.unlimited().cpus(cpus);
        return memory.isEmpty() ? resources : resources.memory(new DataSize(Long.parseLong(memory)));
    }

    void read(Tables from) {
        read(from, "defined", defined);
        read(from, "kept", kept);
        read(from, "live", live);
    }

    private static void read(Tables from, String table, Map<String, Resources> to) {
        to.clear();
        from.rows(table).forEach(row -> to.put(row.get(0), resources(row.get(1))));
    }

    void write(Tables to) {
        defined.forEach((service, resources) -> to.add("defined", service, text(resources)));
        kept.forEach((service, resources) -> to.add("kept", service, text(resources)));
        live.forEach((service, resources) -> to.add("live", service, text(resources)));
    }
}
