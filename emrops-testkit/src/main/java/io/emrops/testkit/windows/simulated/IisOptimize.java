package io.emrops.testkit.windows.simulated;

import io.emrops.testkit.windows.ScriptCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code iis/optimize}. */
final class IisOptimize {
    private final SimulatedIis iis;
    private final ScriptCall call;
    private final List<Map<String, Object>> changes = new ArrayList<>();
    private final List<Map<String, Object>> compression = new ArrayList<>();
    private final List<Map<String, Object>> profiles = new ArrayList<>();

    IisOptimize(SimulatedIis iis, ScriptCall call) {
        this.iis = iis;
        this.call = call;
    }

    Map<String, Object> answer() {
        synchronized (iis) {
            var name = call.text("site");
            return iis.site(name)
                    .map(site -> optimize(site.name()))
                    .orElseGet(() -> IisScripts.refused("NoSite", name));
        }
    }

    private Map<String, Object> optimize(String site) {
        var now = new TreeMap<>(iis.locations().of(site));
        for (var each : (List<?>) call.parameters().get("compression")) {
            compress(site, now, (Map<?, ?>) each);
        }
        for (var each : (List<?>) call.parameters().get("profiles")) {
            cache(site, now, (Map<?, ?>) each);
        }
        if (call.flag("commit") && !changes.isEmpty()) {
            iis.commit(iis.sites(), iis.pools());
            iis.locations().set(site, now);
        }
        return Map.of("refused", "", "what", "", "changes", changes, "compression", compression, "profiles", profiles);
    }

    private void compress(String site, Map<String, String> now, Map<?, ?> want) {
        var attribute = (String) want.get("attribute");
        compression.add(Map.of("attribute", attribute, "value", now.getOrDefault(attribute, "")));
        var value = (String) want.get("value");
        change(
                site,
                now,
                "urlCompression " + attribute,
                attribute,
                Optional.of(value).filter(v -> !v.isEmpty()));
    }

    private void cache(String site, Map<String, String> now, Map<?, ?> want) {
        var extension = (String) want.get("extension");
        var key = "profile " + extension;
        var before = now.getOrDefault(key, "/").split("/", -1);
        profiles.add(Map.of(
                "extension",
                extension,
                "present",
                now.containsKey(key),
                "policy",
                before[0],
                "kernelPolicy",
                before[1]));
        var wanted = want.get("policy") + "/" + want.get("kernelPolicy");
        change(site, now, "caching " + key, key, Optional.of(wanted).filter(v -> (Boolean) want.get("present")));
    }

    private void change(String site, Map<String, String> now, String attribute, String key, Optional<String> wanted) {
        var there = Optional.ofNullable(now.get(key));
        if (!there.equals(wanted)) {
            changes.add(Map.of(
                    "of",
                    "site " + site,
                    "attribute",
                    attribute,
                    "from",
                    there.orElse("absent"),
                    "to",
                    wanted.orElse("absent")));
            wanted.ifPresentOrElse(value -> now.put(key, value), () -> now.remove(key));
        }
    }
}
