package io.emrops.iis;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.PreconditionFailedException;
import io.emrops.iis.Doors.Way;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/** Whatever is done in whatever order, sites and pools are what a model of a few lines says. */
@Tag("long")
final class IisModelTest {
    enum Verb {
        APPLY,
        PREVIEW,
        START_SITE,
        STOP_SITE,
        START_POOL,
        STOP_POOL,
        RECYCLE,
        REMOVE
    }

    record Act(Verb verb, int site, int version, int port) {}

    private record Site(int version, int port, boolean started) {}

    private final Map<Integer, Site> sites = new TreeMap<>();
    private final Map<Integer, Boolean> pools = new HashMap<>();

    @Provide
    Arbitrary<List<Act>> acts() {
        return Combinators.combine(
                        Arbitraries.of(Verb.class),
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(1, 2),
                        Arbitraries.integers().between(3001, 3003))
                .as(Act::new)
                .list()
                .ofMinSize(6)
                .ofMaxSize(14);
    }

    private static SiteSettings settings(Act act) {
        return new SiteSettings(
                "S" + act.site(),
                "P" + act.site(),
                "D:\\v" + act.version(),
                List.of(IisBinding.http(act.port())),
                act.version() == 1 ? PoolSettings.unmanaged() : PoolSettings.dotNetFramework(),
                Map.of("VERSION", "v" + act.version()),
                Set.of());
    }

    @Property(tries = 12)
    void sites_and_pools_are_what_the_model_says(@ForAll("acts") List<Act> acts) throws Exception {
        var directory = Files.createTempDirectory("iis-model");
        sites.clear();
        pools.clear();
        try (var doors = new Doors(directory);
                var host = doors.open(Way.LOCAL)) {
            doors.windows.files().createDirectory("D:\\v1");
            doors.windows.files().createDirectory("D:\\v2");
            var iis = Iis.on(host);
            for (var act : acts) {
                var expected = model(act);
                assertThat(done(iis, act)).as(act.toString()).isEqualTo(expected);
            }
            compare(iis);
        } finally {
            delete(directory);
        }
    }

    /** False if it is to be refused. */
    private boolean model(Act act) {
        var site = sites.get(act.site());
        return switch (act.verb()) {
            case APPLY, PREVIEW -> {
                var free = sites.entrySet().stream()
                        .noneMatch(each ->
                                each.getKey() != act.site() && each.getValue().port() == act.port());
                if (free && act.verb() == Verb.APPLY) {
                    sites.put(act.site(), new Site(act.version(), act.port(), site == null || site.started()));
                    pools.putIfAbsent(act.site(), true);
                }
                yield free;
            }
            case START_SITE, STOP_SITE ->
                sites.computeIfPresent(
                                act.site(),
                                (key, now) -> new Site(now.version(), now.port(), act.verb() == Verb.START_SITE))
                        != null;
            case START_POOL, STOP_POOL, RECYCLE ->
                pools.computeIfPresent(act.site(), (key, now) -> act.verb() != Verb.STOP_POOL) != null;
            case REMOVE -> {
                if (sites.remove(act.site()) != null) {
                    pools.remove(act.site());
                }
                yield true;
            }
        };
    }

    private static boolean done(Iis iis, Act act) throws InterruptedException {
        var site = "S" + act.site();
        var pool = "P" + act.site();
        try {
            switch (act.verb()) {
                case APPLY -> {
                    var foretold = iis.preview(settings(act));
                    assertThat(iis.apply(settings(act), Map.of())).isEqualTo(foretold);
                }
                case PREVIEW -> iis.preview(settings(act));
                case START_SITE -> iis.startSite(site);
                case STOP_SITE -> iis.stopSite(site);
                case START_POOL -> iis.startPool(pool);
                case STOP_POOL -> iis.stopPool(pool);
                case RECYCLE -> iis.recyclePool(pool);
                default -> iis.removeSite(site, true);
            }
            return true;
        } catch (PreconditionFailedException refused) {
            assertThat(refused).hasMessageContaining("nothing was changed");
            return false;
        }
    }

    private void compare(Iis iis) throws InterruptedException {
        var found = new TreeMap<Integer, Site>();
        for (var site : iis.sites()) {
            var number = Integer.parseInt(site.name().substring(1));
            found.put(
                    number,
                    new Site(
                            Integer.parseInt(site.physicalPath().substring(4)),
                            site.bindings().get(0).port(),
                            site.state() == RunningState.STARTED));
            assertThat(site.autoStart()).isEqualTo(site.state() == RunningState.STARTED);
            var pool = iis.pool(site.pool(), Set.of("VERSION")).orElseThrow();
            assertThat(pool.environment())
                    .isEqualTo(Map.of("VERSION", "v" + found.get(number).version()));
        }
        assertThat(found).isEqualTo(sites);
        var running = new TreeSet<String>();
        iis.pools().stream()
                .filter(pool -> pool.state() == RunningState.STARTED)
                .forEach(pool -> running.add(pool.name()));
        var expected = new TreeSet<String>();
        pools.forEach((number, started) -> {
            if (started) {
                expected.add("P" + number);
            }
        });
        assertThat(running).isEqualTo(expected);
    }

    private static void delete(Path directory) throws Exception {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
