package io.emrops.testkit.windows.simulated;

import io.emrops.testkit.windows.ScriptCall;
import io.emrops.testkit.windows.ScriptedWindowsHost;
import io.emrops.testkit.windows.simulated.SimulatedCounters.Counter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** {@code counter/…}. */
final class CounterScripts {
    /** Long after the host was started, so that counts are large. */
    private static final long UPTIME = 1_000_000;

    private static final String RAW = "Win32_PerfRawData_";

    private final SimulatedCounters counters;
    private final SimulatedIis iis;
    private final BooleanSupplier administrator;
    private final InstantSource clock;

    CounterScripts(SimulatedCounters counters, SimulatedIis iis, BooleanSupplier administrator, InstantSource clock) {
        this.counters = counters;
        this.iis = iis;
        this.administrator = administrator;
        this.clock = clock;
    }

    void answer(ScriptedWindowsHost host) {
        host.onScript("counter/sample", this::sample);
        host.onScript("counter/read", this::read);
    }

    private Map<String, Object> sample(ScriptCall call) {
        var seconds = call.number("milliseconds") / 1000.0;
        var share = counters.processor();
        var first = look(0, share);
        counters.between().run();
        var second = look(seconds, share);
        var answer = new LinkedHashMap<String, Object>();
        answer.put("at", clock.instant().toString());
        answer.put("iis", iisState());
        answer.put("processorCounts", told("Win32_ComputerSystem", List.of(Integer.toString(counters.processors()))));
        answer.put("memoryKilobytes", told("Win32_OperatingSystem", List.of(Long.toString(counters.memory() / 1024))));
        answer.put("memory", told(RAW + "PerfOS_Memory", List.of(memory())));
        answer.put(
                "disks",
                told(
                        "Win32_LogicalDisk",
                        counters.disks().stream()
                                .map(each -> Map.of("name", each.name(), "size", each.size(), "free", each.free()))
                                .toList()));
        answer.put("first", first);
        answer.put("second", second);
        answer.put("untold", counters.untold());
        return answer;
    }

    private String iisState() {
        return !iis.isInstalled() ? "none" : administrator.getAsBoolean() ? "there" : "notAdministrator";
    }

    private <T> List<T> told(String className, List<T> rows) {
        return counters.tells(className) ? rows : List.of();
    }

    private Map<String, String> memory() {
        var inUse = counters.memory() - counters.available();
        return Map.of(
                "available", Long.toString(counters.available()),
                "committed", Long.toString(inUse),
                "commitLimit", Long.toString(counters.memory() + counters.memory() / 4));
    }

    private Map<String, Object> look(double seconds, double share) {
        return Map.of(
                "processors", told(RAW + "Counters_ProcessorInformation", List.of(processors(seconds, share))),
                "networks", told(RAW + "Tcpip_NetworkInterface", networks(seconds)),
                "workers", told(RAW + "PerfProc_Process", workers(seconds)),
                "sites", told(RAW + "W3SVC_WebService", sites(seconds)));
    }

    private static String ticks(double seconds, long frequency) {
        return Long.toString(Math.round((UPTIME + seconds) * frequency));
    }

    private static String counted(double perSecond, double seconds) {
        return Long.toString(Math.round((UPTIME + seconds) * perSecond));
    }

    private static Map<String, String> processors(double seconds, double share) {
        return Map.of(
                "idle", counted((1 - share) * RawCount.SYSTEM_FREQUENCY, seconds),
                "stamp", ticks(seconds, RawCount.SYSTEM_FREQUENCY));
    }

    private List<Map<String, String>> networks(double seconds) {
        return counters.networks().stream()
                .map(each -> Map.of(
                        "name", each.name(),
                        "received", counted(each.received(), seconds),
                        "sent", counted(each.sent(), seconds),
                        "stamp", ticks(seconds, RawCount.FREQUENCY),
                        "frequency", Long.toString(RawCount.FREQUENCY)))
                .toList();
    }

    private List<Map<String, Object>> workers(double seconds) {
        var rows = new ArrayList<Map<String, Object>>();
        if (!iisState().equals("there")) {
            return rows;
        }
        for (var pool : iis.pools()) {
            for (var worker : iis.workers(pool.name())) {
                var row = new HashMap<String, Object>();
                row.put("pool", pool.name());
                row.put("pid", worker.pid());
                row.put("began", Long.toString(worker.started().toEpochMilli()));
                row.put("used", counted(counters.used(worker.pid()) * RawCount.SYSTEM_FREQUENCY, seconds));
                row.put("stamp", ticks(seconds, RawCount.SYSTEM_FREQUENCY));
                row.put("memory", Long.toString(worker.memory()));
                rows.add(row);
            }
        }
        return rows;
    }

    /** 32 bits, as the class has them. */
    private List<Map<String, String>> sites(double seconds) {
        return iisState().equals("none")
                ? List.of()
                : iis.sites().stream()
                        .map(site -> {
                            var load = counters.load(site.name());
                            var requests = Math.round((UPTIME + seconds) * load.requests()) & 0xFFFF_FFFFL;
                            return Map.of(
                                    "name", site.name(),
                                    "connections", Long.toString(load.connections()),
                                    "requests", Long.toString(requests),
                                    "stamp", ticks(seconds, RawCount.FREQUENCY),
                                    "frequency", Long.toString(RawCount.FREQUENCY));
                        })
                        .toList();
    }

    private Map<String, Object> read(ScriptCall call) {
        var readings = ((List<?>) call.parameters().getOrDefault("queries", List.of()))
                .stream().map(each -> reading((Map<?, ?>) each)).toList();
        return Map.of("at", clock.instant().toString(), "readings", readings);
    }

    private Map<String, Object> reading(Map<?, ?> query) {
        var className = String.valueOf(query.get("className"));
        var property = String.valueOf(query.get("property"));
        var instance = String.valueOf(query.get("instance"));
        var properties = counters.counters(className);
        if (properties.isEmpty() || !counters.tells(className)) {
            return refused("NoClass", className);
        }
        var all = properties.getOrDefault(property, List.of());
        if (all.isEmpty()) {
            return refused("NoProperty", property);
        }
        if (all.get(0).type() < 0) {
            return refused("NoCounter", property);
        }
        var found = all.stream()
                .filter(each -> each.instance().equalsIgnoreCase(instance))
                .toList();
        if (found.size() != 1) {
            return refused(found.isEmpty() ? "NoInstance" : "SeveralInstances", instance);
        }
        return told(found.get(0));
    }

    private static Map<String, Object> told(Counter counter) {
        return Map.of(
                "refused", "",
                "what", "",
                "type", counter.type(),
                "first", rows(counter.first()),
                "second", rows(counter.second()));
    }

    private static List<Map<String, String>> rows(RawCount count) {
        return count.isGone()
                ? List.of()
                : List.of(Map.of(
                        "value", count.value(),
                        "base", count.base(),
                        "perfTime", Long.toString(count.seconds() * RawCount.FREQUENCY),
                        "perfFrequency", Long.toString(RawCount.FREQUENCY),
                        "systemTime", Long.toString(count.seconds() * RawCount.SYSTEM_FREQUENCY),
                        "objectTime", Long.toString(count.seconds() * RawCount.SYSTEM_FREQUENCY),
                        "objectFrequency", Long.toString(RawCount.SYSTEM_FREQUENCY)));
    }

    private static Map<String, Object> refused(String why, String what) {
        return Map.of("refused", why, "what", what, "type", -1L, "first", List.of(), "second", List.of());
    }
}
