package io.emrops.iis;

import io.emrops.DataSize;
import io.emrops.Secret;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.windows.PowerShellCall;
import io.emrops.windows.PowerShellHost;
import io.emrops.windows.PowerShellScript;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * IIS on a Windows host: its sites, their bindings and their pools. IIS 10, so Windows Server 2016 or later.
 *
 * <pre>{@code
 * var iis = Iis.on(app01);
 * var settings = new SiteSettings("Scheduler", "Scheduler", "D:\\sites\\scheduler", List.of(IisBinding.http(3001)), PoolSettings.unmanaged(),
 *         Map.of("NODE_ENV", "production"), Set.of("DB_PASSWORD"));
 * iis.preview(settings).forEach(change -> System.out.println(change.line()));
 * iis.apply(settings, Map.of("DB_PASSWORD", password));
 * }</pre>
 *
 * <p>Names are found whatever their case, and never as patterns. All calls throw what {@link PowerShellHost} says, and
 * {@link io.emrops.PreconditionFailedException}, with nothing changed, if we are no administrator there, if there is no IIS, and for what
 * each of them says. Those that ask of one site or pool by name do so too if it is not there.
 *
 * <p>Holds no state; safe for use by several threads. Changes of one host at the same time are refused by IIS now and then, because it
 * writes one file for all: such a call fails with {@link io.emrops.windows.ScriptFailedException} and may be made again.
 */
public final class Iis {
    private static final Duration USUAL_WAIT = Duration.ofMinutes(1);
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(30);
    /** For logging in and starting PowerShell. */
    private static final Duration AROUND = Duration.ofMinutes(2);

    private final PowerShellHost host;
    private final Duration wait;

    private Iis(PowerShellHost host, Duration wait) {
        this.host = host;
        this.wait = wait;
    }

    /** The IIS of this host; asks nothing. States are waited for up to a minute. */
    public static Iis on(PowerShellHost host) {
        return new Iis(Objects.requireNonNull(host, "host"), USUAL_WAIT);
    }

    /**
     * The same, waiting so long for what starts or stops.
     *
     * @param atMost a second to half an hour
     */
    public Iis waiting(Duration atMost) {
        if (atMost.compareTo(Duration.ofSeconds(1)) < 0 || atMost.compareTo(LONGEST_WAIT) > 0) {
            throw new IllegalArgumentException("States are waited for a second to half an hour, not " + atMost);
        }
        return new Iis(host, atMost);
    }

    /** The IIS, identified as its host is; asks the host once. */
    public Target target() {
        var machine = host.target();
        return new Target("iis", machine.name(), machine.identity());
    }

    /** A site; empty if there is none of this name. */
    public Optional<SiteState> site(String name) throws InterruptedException {
        return sites().stream()
                .filter(site -> site.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** All sites, in the order of the configuration. */
    public List<SiteState> sites() throws InterruptedException {
        return look("", List.of()).sites().stream().map(States::of).toList();
    }

    /**
     * A pool; empty if there is none of this name.
     *
     * @param environmentNames of the variables whose values are read, whatever their case
     */
    public Optional<PoolState> pool(String name, Set<String> environmentNames) throws InterruptedException {
        return look(name, environmentNames.stream().sorted().toList()).pools().stream()
                .filter(pool -> pool.name().equalsIgnoreCase(name))
                .findFirst()
                .map(States::of);
    }

    /** All pools, in the order of the configuration, without values of variables. */
    public List<PoolState> pools() throws InterruptedException {
        return look("", List.of()).pools().stream().map(States::of).toList();
    }

    private IisScripts.Looked look(String pool, List<String> environment) throws InterruptedException {
        return ask(IisScripts.LOOK.with(new IisScripts.LookFor(pool, environment)));
    }

    /**
     * What {@link #apply} would change, told by the same script. The directory need not be there yet. A secret variable that is there
     * already is not compared, as its value is not given here.
     *
     * @return empty if nothing would change
     */
    public List<AttributeChange> preview(SiteSettings settings) throws InterruptedException {
        var names = secretNames(settings);
        return ask(IisScripts.preview().with(IisScripts.Wanted.of(settings, names, false, false)))
                .changes();
    }

    /**
     * What {@link #apply} would change, with secret variables compared on the host. The directory need not be there yet.
     *
     * @return empty if nothing would change
     */
    public List<AttributeChange> preview(SiteSettings settings, Map<String, Secret> secretEnvironment)
            throws InterruptedException {
        return run(IisScripts.preview(), settings, secretEnvironment, false);
    }

    /**
     * Makes the site and its pool as the settings say, by one commit: pool, variables, path and bindings are all as they were, or all as
     * they are to be. Only what differs is set. A site that was not there is started by IIS, one that was stopped stays so. IIS recycles a
     * pool by itself whose settings or variables change. Repeating it changes nothing.
     *
     * <p>Refused if the directory is not there, if another site holds one of the bindings, and if a certificate is not in its store or
     * has no private key there.
     *
     * @param secretEnvironment the values of exactly the {@linkplain SiteSettings#secretEnvironment secret variables}
     * @return what was changed; empty if all was so already, and nothing was written then
     */
    public List<AttributeChange> apply(SiteSettings settings, Map<String, Secret> secretEnvironment)
            throws InterruptedException {
        return run(IisScripts.APPLY, settings, secretEnvironment, true);
    }

    private List<AttributeChange> run(
            PowerShellScript<IisScripts.Wanted, IisScripts.Applied> script,
            SiteSettings settings,
            Map<String, Secret> secrets,
            boolean commit)
            throws InterruptedException {
        SecretValues.requireAll(settings.secretEnvironment(), secrets);
        var names = secretNames(settings);
        var call = script.with(IisScripts.Wanted.of(settings, names, true, commit));
        return ask(names.isEmpty() ? call : call.secret("environment", SecretValues.of(names, secrets)))
                .changes();
    }

    private static List<String> secretNames(SiteSettings settings) {
        return settings.secretEnvironment().stream().sorted().toList();
    }

    /**
     * Removes a site by one commit; does nothing if it is not there. Its directory stays.
     *
     * @param withItsPool whether the pool of its root application goes too, unless another application runs in it
     */
    public void removeSite(String site, boolean withItsPool) throws InterruptedException {
        ask(IisScripts.REMOVE.with(new IisScripts.Gone(site, withItsPool)));
    }

    /** Starts a site, also with Windows from now on, and waits until it is started; does nothing if all that is so. */
    public void startSite(String site) throws InterruptedException {
        command("site", site, "start");
    }

    /** Stops a site, so that it does not start with Windows either, and waits until it is stopped; does nothing if all that is so. */
    public void stopSite(String site) throws InterruptedException {
        command("site", site, "stop");
    }

    /** Starts a pool, also with Windows from now on, and waits until it is started; does nothing if all that is so. */
    public void startPool(String pool) throws InterruptedException {
        command("pool", pool, "start");
    }

    /**
     * Stops a pool, so that it does not start with Windows either, and waits until it is stopped: its worker processes may finish what
     * they work on. Does nothing if all that is so. Requests to its sites get 503 then.
     */
    public void stopPool(String pool) throws InterruptedException {
        command("pool", pool, "stop");
    }

    /** Has new worker processes take the place of those there are; each call does so once more. A stopped pool is started. */
    public void recyclePool(String pool) throws InterruptedException {
        command("pool", pool, "recycle");
    }

    /**
     * Kills the worker processes of a pool. Their requests are lost; IIS starts others when it needs them, and disables the pool if that
     * happens too often (rapid-fail protection). Does nothing if there are none.
     */
    public void endWorkerProcesses(String pool) throws InterruptedException {
        command("pool", pool, "end");
    }

    private void command(String kind, String name, String action) throws InterruptedException {
        command(kind, name, action, !action.equals("stop"));
    }

    /** @param auto whether it starts with Windows, where the action starts or stops it */
    void command(String kind, String name, String action, boolean auto) throws InterruptedException {
        var call = IisScripts.RUN
                .with(new IisScripts.Command(kind, name, action, auto, wait.toSeconds()))
                .within(wait.plus(AROUND));
        var answer = ask(call);
        if (!Boolean.TRUE.equals(answer.reached())) {
            var state = RunningState.of(answer.state() == null ? "" : answer.state());
            throw new StepFailedException(
                    target() + ": the " + kind + " was told to " + action + " and is " + state.word() + " after "
                            + wait,
                    null,
                    target(),
                    null);
        }
    }

    /** The worker processes of a pool; none if it is stopped, or has had no request yet. */
    public List<WorkerProcess> workerProcesses(String pool) throws InterruptedException {
        return ask(IisScripts.WORKERS.with(new IisScripts.WorkersOf(pool))).workers().stream()
                .map(each -> new WorkerProcess(
                        each.pid(), each.state(), new DataSize(each.memory()), each.requests(), each.started()))
                .toList();
    }

    /**
     * Has the host ask itself for a page, and redirects are not followed.
     *
     * @return the status of the answer, whatever it is; empty if there was none in time
     */
    public OptionalInt probe(SiteProbe probe) throws InterruptedException {
        var request = new IisScripts.Request(
                probe.site(),
                probe.port(),
                probe.tls(),
                probe.path(),
                probe.within().toMillis());
        var status = host.run(
                        IisScripts.PROBE.with(request).within(probe.within().plus(AROUND)))
                .status();
        return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
    }

    <A extends IisScripts.Refusable> A ask(PowerShellCall<A> call) throws InterruptedException {
        var answer = host.run(call);
        return answer.refused().isEmpty() ? answer : Refusals.require(target(), answer);
    }

    @Override
    public String toString() {
        return "iis " + host;
    }
}
