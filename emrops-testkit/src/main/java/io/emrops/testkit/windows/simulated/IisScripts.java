package io.emrops.testkit.windows.simulated;

import io.emrops.testkit.windows.ScriptCall;
import io.emrops.testkit.windows.ScriptHandler;
import io.emrops.testkit.windows.ScriptedWindowsHost;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** {@code iis/…}. */
final class IisScripts {
    private final SimulatedIis iis;
    private final BooleanSupplier administrator;

    IisScripts(SimulatedIis iis, BooleanSupplier administrator) {
        this.iis = iis;
        this.administrator = administrator;
    }

    void answer(ScriptedWindowsHost host) {
        host.onScript("iis/look", guarded(this::look));
        host.onScript("iis/apply", guarded(call -> new IisApply(iis, call).answer()));
        host.onScript("iis/remove", guarded(this::remove));
        host.onScript("iis/run", guarded(this::run));
        host.onScript("iis/workers", guarded(this::workers));
        host.onScript("iis/probe", this::probe);
        host.onScript("iis/optimize", guarded(call -> new IisOptimize(iis, call).answer()));
    }

    static Map<String, Object> refused(String why, String what) {
        return Map.of("refused", why, "what", what);
    }

    ScriptHandler guarded(ScriptHandler handler) {
        return call -> {
            if (!administrator.getAsBoolean()) {
                return refused("NotAdministrator", "");
            }
            return iis.isInstalled() ? handler.answer(call) : refused("NoIis", "");
        };
    }

    private Object look(ScriptCall call) {
        var names = (List<?>) call.parameters().get("environment");
        var asked = call.text("pool");
        return Map.of(
                "refused",
                "",
                "what",
                "",
                "sites",
                iis.sites().stream().map(SimulatedSite::told).toList(),
                "pools",
                iis.pools().stream()
                        .map(pool -> pool.told(pool.name().equalsIgnoreCase(asked), names))
                        .toList());
    }

    private Object remove(ScriptCall call) {
        synchronized (iis) {
            var site = iis.site(call.text("site"));
            if (site.isPresent()) {
                var left = iis.sites().stream()
                        .filter(each -> !each.equals(site.get()))
                        .toList();
                var pool = site.get().pool();
                var poolGoes = call.flag("withPool")
                        && left.stream().noneMatch(each -> each.pool().equalsIgnoreCase(pool));
                iis.commit(
                        left,
                        iis.pools().stream()
                                .filter(each -> !(poolGoes && each.name().equalsIgnoreCase(pool)))
                                .toList());
            }
            return Map.of("refused", "", "what", "", "changed", site.isPresent());
        }
    }

    private Object run(ScriptCall call) {
        synchronized (iis) {
            return call.text("kind").equals("site") ? runSite(call) : runPool(call);
        }
    }

    private Object runSite(ScriptCall call) {
        var name = call.text("name");
        if (iis.site(name).isEmpty()) {
            return refused("NoSite", name);
        }
        var site = iis.site(name).get();
        var start = call.text("action").equals("start");
        var auto = call.flag("auto");
        if (site.autoStart() != auto) {
            iis.commit(
                    iis.sites().stream()
                            .map(each -> each.equals(site) ? each.running(each.started(), auto) : each)
                            .toList(),
                    iis.pools());
        }
        iis.site(name, start);
        return reached(
                iis.site(name).get().started(),
                start,
                !site.equals(iis.site(name).get()));
    }

    private Object runPool(ScriptCall call) {
        var name = call.text("name");
        if (iis.pool(name).isEmpty()) {
            return refused("NoPool", name);
        }
        var pool = iis.pool(name).get();
        var action = call.text("action").equals("recycle") && !pool.started() ? "start" : call.text("action");
        return switch (action) {
            case "start", "stop" -> startOrStop(pool, action.equals("start"), call.flag("auto"));
            case "recycle" -> {
                iis.recycle(name);
                yield reached(iis.pool(name).get().started(), true, true);
            }
            default -> {
                var some = !iis.workers(name).isEmpty();
                iis.workers(name, List.of());
                iis.recycle(name);
                yield reached(iis.pool(name).get().started(), pool.started(), some);
            }
        };
    }

    private Object startOrStop(SimulatedPool pool, boolean start, boolean auto) {
        if (pool.autoStart() != auto) {
            iis.commit(
                    iis.sites(),
                    iis.pools().stream()
                            .map(each -> each.name().equals(pool.name()) ? each.running(each.started(), auto) : each)
                            .toList());
        }
        iis.pool(pool.name(), start);
        var now = iis.pool(pool.name()).orElseThrow();
        return reached(now.started(), start, !now.equals(pool));
    }

    private static Map<String, Object> reached(boolean started, boolean wanted, boolean changed) {
        return Map.of(
                "refused",
                "",
                "what",
                "",
                "state",
                started ? "Started" : "Stopped",
                "changed",
                changed,
                "reached",
                started == wanted);
    }

    private Object workers(ScriptCall call) {
        var pool = call.text("pool");
        if (iis.pool(pool).isEmpty()) {
            return refused("NoPool", pool);
        }
        return Map.of(
                "refused",
                "",
                "what",
                "",
                "workers",
                iis.workers(pool).stream().map(SimulatedWorker::told).toList());
    }

    private Object probe(ScriptCall call) {
        var request = new SimulatedRequest(
                call.text("site"), Math.toIntExact(call.number("port")), call.flag("tls"), call.text("path"));
        return Map.of("status", iis.answer(request));
    }
}
