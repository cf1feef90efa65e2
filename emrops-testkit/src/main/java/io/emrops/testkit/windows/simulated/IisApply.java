package io.emrops.testkit.windows.simulated;

import io.emrops.testkit.windows.ScriptCall;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code iis/apply}, in the order of the script. */
final class IisApply {
    private static final String ABSENT = "absent";
    private static final String SECRET = "(secret)";

    private final SimulatedIis iis;
    private final ScriptCall call;
    private final String name;
    private final String poolName;
    private final String path;
    private final List<SimulatedBinding> wanted;
    private final List<Map<String, String>> changes = new ArrayList<>();

    IisApply(SimulatedIis iis, ScriptCall call) {
        this.iis = iis;
        this.call = call;
        this.name = call.text("site");
        this.poolName = call.text("pool");
        this.path = call.text("physicalPath");
        this.wanted = list("bindings").stream()
                .map(each -> SimulatedBinding.of((Map<?, ?>) each))
                .toList();
    }

    private List<?> list(String parameter) {
        return (List<?>) call.parameters().get(parameter);
    }

    Map<String, Object> answer() {
        synchronized (iis) {
            return refusal().orElseGet(this::apply);
        }
    }

    private Optional<Map<String, Object>> refusal() {
        if (call.flag("commit") && !iis.hasDirectory(path)) {
            return Optional.of(IisScripts.refused("NoPath", path));
        }
        var unknown = wanted.stream()
                .filter(each -> each.tls() && !iis.hasCertificate(each.thumbprint(), each.store()))
                .map(each -> IisScripts.refused("NoCertificate", each.thumbprint()));
        var taken = wanted.stream()
                .filter(each -> iis.isTaken(each, name))
                .map(each -> IisScripts.refused("BindingTaken", each.information()));
        return unknown.findFirst().or(taken::findFirst);
    }

    private Map<String, Object> apply() {
        var pool = pool();
        var site = site();
        if (call.flag("commit") && !changes.isEmpty()) {
            var sites = new ArrayList<>(iis.sites());
            sites.removeIf(each -> each.name().equalsIgnoreCase(name));
            sites.add(site);
            var pools = new ArrayList<>(iis.pools());
            pools.removeIf(each -> each.name().equalsIgnoreCase(poolName));
            pools.add(pool);
            iis.commit(sites, pools);
        }
        return Map.of("refused", "", "what", "", "changes", changes);
    }

    private void note(String of, String attribute, String from, String to) {
        changes.add(Map.of("of", of, "attribute", attribute, "from", from, "to", to));
    }

    private void noteIfOther(String of, String attribute, Object from, Object to) {
        if (!from.equals(to)) {
            note(of, attribute, from.toString(), to.toString());
        }
    }

    private SimulatedPool pool() {
        var of = "pool " + poolName;
        var found = iis.pool(poolName);
        if (found.isEmpty()) {
            note(of, "itself", ABSENT, "present");
        }
        var now = found.orElseGet(() -> SimulatedPool.fresh(poolName));
        var version = call.text("runtimeVersion");
        var integrated = call.flag("integrated");
        var always = call.flag("alwaysRunning");
        var idle = call.number("idleMinutes");
        noteIfOther(of, "managedRuntimeVersion", now.runtimeVersion(), version);
        noteIfOther(of, "managedPipelineMode", mode(now.integrated()), mode(integrated));
        noteIfOther(of, "startMode", startMode(now.alwaysRunning()), startMode(always));
        noteIfOther(of, "idleTimeout", now.idleMinutes() + " min", idle + " min");
        var variables = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        variables.putAll(now.environment());
        for (var entry : list("environment")) {
            variable(variables, (Map<?, ?>) entry);
        }
        secrets(variables);
        for (var absent : list("absentNames")) {
            if (variables.remove((String) absent) != null) {
                note(of, "variable " + absent, "present", ABSENT);
            }
        }
        return new SimulatedPool(
                now.name(), now.started(), now.autoStart(), version, integrated, always, idle, variables);
    }

    private static String mode(boolean integrated) {
        return integrated ? "Integrated" : "Classic";
    }

    private static String startMode(boolean always) {
        return always ? "AlwaysRunning" : "OnDemand";
    }

    private void variable(Map<String, String> variables, Map<?, ?> entry) {
        var variable = (String) entry.get("name");
        var value = (String) entry.get("value");
        var now = Optional.ofNullable(variables.get(variable));
        if (!now.equals(Optional.of(value))) {
            note("pool " + poolName, "variable " + variable, now.orElse(ABSENT), value);
            variables.put(variable, value);
        }
    }

    private void secrets(Map<String, String> variables) {
        var names = list("secretNames");
        var given = call.flag("secretsGiven");
        var values = given && !names.isEmpty() ? call.secret("environment").split(" ") : new String[0];
        for (var i = 0; i < names.size(); i++) {
            var variable = (String) names.get(i);
            var now = Optional.ofNullable(variables.get(variable));
            var value = given
                    ? Optional.of(new String(Base64.getDecoder().decode(values[i]), StandardCharsets.UTF_8))
                    : Optional.<String>empty();
            if (now.isEmpty() || value.isPresent() && !now.equals(value)) {
                note("pool " + poolName, "variable " + variable, now.isPresent() ? SECRET : ABSENT, SECRET);
                variables.put(variable, value.orElse(""));
            }
        }
    }

    private SimulatedSite site() {
        var of = "site " + name;
        var found = iis.site(name);
        if (found.isEmpty()) {
            note(of, "itself", ABSENT, "present");
            note(of, "physicalPath", ABSENT, path);
        }
        var now = found.orElseGet(
                () -> new SimulatedSite(name, iis.freeSiteId(), true, true, "DefaultAppPool", path, List.of()));
        if (!now.pool().equalsIgnoreCase(poolName)) {
            note(of, "applicationPool", now.pool(), poolName);
        }
        noteIfOther(of, "physicalPath", now.physicalPath(), path);
        bindings(of, now.bindings());
        var pool = now.pool().equalsIgnoreCase(poolName) ? now.pool() : poolName;
        return new SimulatedSite(now.name(), now.id(), now.started(), now.autoStart(), pool, path, wanted);
    }

    private void bindings(String of, List<SimulatedBinding> there) {
        for (var binding : there) {
            var match = wanted.stream().filter(binding::replaces).findFirst();
            if (match.isEmpty()) {
                note(of, "binding " + binding.information(), binding.said(), ABSENT);
            } else {
                noteIfOther(
                        of,
                        "binding " + binding.information(),
                        binding.said(),
                        match.get().said());
            }
        }
        wanted.stream()
                .filter(each -> there.stream().noneMatch(each::replaces))
                .forEach(each -> note(of, "binding " + each.information(), ABSENT, each.said()));
    }
}
