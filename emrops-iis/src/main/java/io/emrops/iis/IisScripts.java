package io.emrops.iis;

import io.emrops.windows.PowerShellScript;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The scripts for sites and pools. */
final class IisScripts {
    static final PowerShellScript<LookFor, Looked> LOOK =
            PowerShellScript.reading(IisScripts.class, "iis/look", LookFor.class, Looked.class);

    static final PowerShellScript<Wanted, Applied> APPLY =
            PowerShellScript.changing(IisScripts.class, "iis/apply", Wanted.class, Applied.class);

    static final PowerShellScript<Gone, Removed> REMOVE =
            PowerShellScript.changing(IisScripts.class, "iis/remove", Gone.class, Removed.class);

    static final PowerShellScript<Command, Reached> RUN =
            PowerShellScript.changing(IisScripts.class, "iis/run", Command.class, Reached.class);

    static final PowerShellScript<WorkersOf, Workers> WORKERS =
            PowerShellScript.reading(IisScripts.class, "iis/workers", WorkersOf.class, Workers.class);

    static final PowerShellScript<Request, Response> PROBE =
            PowerShellScript.reading(IisScripts.class, "iis/probe", Request.class, Response.class);

    private IisScripts() {}

    /** The same text as {@link #APPLY}, for when it is asked not to commit: so a preview is made by what would do it. */
    static PowerShellScript<Wanted, Applied> preview() {
        return PowerShellScript.reading(IisScripts.class, "iis/apply", Wanted.class, Applied.class);
    }

    /** Answers that may refuse, and have done nothing then. */
    interface Refusable {
        /** Why; empty if it was done. */
        String refused();

        /** What that is about. */
        String what();
    }

    /**
     * @param pool whose variables are asked for; empty for none
     * @param environment their names
     */
    record LookFor(String pool, List<String> environment) {}

    record Looked(String refused, String what, List<Site> sites, List<Pool> pools) implements Refusable {
        Looked {
            sites = listOf(sites);
            pools = listOf(pools);
        }
    }

    record Site(
            String name,
            long id,
            String state,
            boolean autoStart,
            String pool,
            String physicalPath,
            List<FoundBinding> bindings) {
        Site {
            bindings = listOf(bindings);
        }
    }

    /** @param flags 1 is SNI, 2 the central store; others are higher */
    record FoundBinding(String protocol, String information, String thumbprint, String store, int flags) {}

    record Pool(
            String name,
            String state,
            boolean autoStart,
            String runtimeVersion,
            boolean integrated,
            boolean alwaysRunning,
            long idleMinutes,
            List<FoundVariable> variables) {
        Pool {
            variables = listOf(variables);
        }
    }

    record FoundVariable(String name, String value, boolean shown) {}

    record Wanted(
            boolean commit,
            String site,
            String pool,
            String physicalPath,
            List<WantedBinding> bindings,
            String runtimeVersion,
            boolean integrated,
            boolean alwaysRunning,
            long idleMinutes,
            List<Variable> environment,
            List<String> secretNames,
            boolean secretsGiven,
            List<String> absentNames) {
        static Wanted of(SiteSettings settings, List<String> secretNames, boolean secretsGiven, boolean commit) {
            var pool = settings.poolSettings();
            return new Wanted(
                    commit,
                    settings.site(),
                    settings.pool(),
                    settings.physicalPath(),
                    settings.bindings().stream().map(WantedBinding::of).toList(),
                    pool.runtimeVersion(),
                    pool.integrated(),
                    pool.alwaysRunning(),
                    pool.idleTimeout().toMinutes(),
                    settings.environment().entrySet().stream()
                            .sorted(Map.Entry.comparingByKey())
                            .map(each -> new Variable(each.getKey(), each.getValue()))
                            .toList(),
                    secretNames,
                    secretsGiven,
                    settings.absentEnvironment().stream().sorted().toList());
        }
    }

    record WantedBinding(String protocol, String information, String thumbprint, String store, boolean sni) {
        static WantedBinding of(IisBinding binding) {
            return new WantedBinding(
                    binding.protocol(),
                    binding.information(),
                    binding.thumbprint().orElse(""),
                    binding.store(),
                    binding.sni());
        }
    }

    record Variable(String name, String value) {}

    record Applied(String refused, String what, List<AttributeChange> changes) implements Refusable {
        Applied {
            changes = listOf(changes);
        }
    }

    record Gone(String site, boolean withPool) {}

    record Removed(String refused, String what, @Nullable Boolean changed) implements Refusable {}

    /**
     * @param kind {@code site} or {@code pool}
     * @param action {@code start}, {@code stop}, {@code recycle} or {@code end}
     */
    record Command(String kind, String name, String action, boolean auto, long seconds) {}

    record Reached(
            String refused,
            String what,
            @Nullable String state,
            @Nullable Boolean changed,
            @Nullable Boolean reached) implements Refusable {}

    record WorkersOf(String pool) {}

    record Workers(String refused, String what, List<Worker> workers) implements Refusable {
        Workers {
            workers = listOf(workers);
        }
    }

    record Worker(long pid, String state, long memory, int requests, Instant started) {
        Worker {
            Objects.requireNonNull(started, "started");
        }
    }

    record Request(String site, long port, boolean tls, String path, long milliseconds) {}

    record Response(int status) {}

    private static <T> List<T> listOf(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }
}
