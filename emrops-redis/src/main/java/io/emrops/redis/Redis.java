package io.emrops.redis;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.Target;
import io.emrops.cache.CacheContents;
import io.emrops.cache.CacheManager;
import io.emrops.cache.CacheSettings;
import io.emrops.cache.CacheStatistics;
import io.emrops.cache.ClearPace;
import io.emrops.cache.ClearScope;
import io.emrops.cache.Cleared;
import io.emrops.cache.Configured;
import io.emrops.cache.LargeKey;
import io.emrops.cache.SlowCommand;
import io.emrops.redis.RedisBuilder.Form;
import io.emrops.redis.RedisBuilder.Place;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The cache of a Redis.
 *
 * <pre>{@code
 * try (var redis = Redis.at("redis01.hospital.example", 6379).login("ops", password).tls().build()) {
 *     System.out.println(redis.contents(ClearScope.keys("page:*"), 10_000).namespaces());
 *     redis.clear(ClearScope.keys("page:*"), ClearPace.CONSIDERATE, Progress.none());
 * }
 * }</pre>
 *
 * <p>Keys are found with {@code SCAN} and removed with {@code UNLINK}, in batches; a database is emptied with {@code FLUSHDB ASYNC}, and {@code FLUSHALL} is never sent. Each call
 * has a connection of its own, so a wrong password is one attempt. Where the server is lost in the middle of a clear by pattern, it, or who has taken over from it, is
 * waited for and looked through from the beginning. Safe for use by several threads.
 */
public final class Redis implements CacheManager, AutoCloseable {
    private final Target target;
    private final RedisBuilder settings;
    private final Servers servers;

    Redis(RedisBuilder settings) {
        this.settings = settings;
        var places = settings.places.stream().map(Place::toString).sorted().toList();
        var name = settings.form == Form.SENTINEL ? settings.master : places.get(0);
        this.target = new Target(
                settings.form == Form.CLUSTER ? "redis-cluster" : "redis",
                name,
                settings.form == Form.STANDALONE ? name : settings.master + "@" + String.join(",", places));
        this.servers = Servers.of(settings, target);
    }

    /** One server. */
    public static RedisBuilder at(String host, int port) {
        return new RedisBuilder(Form.STANDALONE, "", List.of(new Place(host, port)));
    }

    /**
     * The primary that sentinels name.
     *
     * @param master what they call it
     * @param sentinels as {@code host:port}
     */
    public static RedisBuilder behindSentinels(String master, String... sentinels) {
        if (master.isBlank()) {
            throw new IllegalArgumentException("Sentinels know a primary by its name");
        }
        return new RedisBuilder(Form.SENTINEL, master, places(sentinels));
    }

    /**
     * All primaries of a cluster.
     *
     * @param nodes some of it, as {@code host:port}; the others are asked for
     */
    public static RedisBuilder cluster(String... nodes) {
        return new RedisBuilder(Form.CLUSTER, "", places(nodes));
    }

    private static List<Place> places(String... words) {
        return Arrays.stream(words)
                .map(word -> {
                    var colon = word.lastIndexOf(':');
                    if (colon < 1 || !word.substring(colon + 1).matches("[0-9]{1,5}")) {
                        throw new IllegalArgumentException("A server is written as host:port");
                    }
                    return new Place(word.substring(0, colon), Integer.parseInt(word.substring(colon + 1)));
                })
                .toList();
    }

    /** Of kind {@code redis} or {@code redis-cluster}, known by the address that was given; asks nothing. */
    @Override
    public Target target() {
        return target;
    }

    @Override
    public CacheStatistics statistics() throws InterruptedException {
        return servers.ask(session -> Statistics.of(session));
    }

    @Override
    public CacheContents contents(ClearScope scope, int sample) throws InterruptedException {
        requireSample(sample);
        requireDatabases(scope);
        return servers.ask(session -> {
            requireNamed(session, scope);
            return Sampling.contents(session, scope, sample);
        });
    }

    @Override
    public Cleared clear(ClearScope scope, ClearPace pace, Progress progress) throws InterruptedException {
        Objects.requireNonNull(pace, "pace");
        requireDatabases(scope);
        if (scope instanceof ClearScope.Keys some) {
            return new KeyClearing(servers, target, settings.patience, some, pace, progress).run();
        }
        return servers.change(session -> {
            requireNamed(session, scope);
            return DatabaseClearing.run(session, scope, progress);
        });
    }

    private void requireDatabases(ClearScope scope) {
        if (settings.form == Form.CLUSTER && Databases.highest(scope) > 0) {
            throw new PreconditionFailedException("A cluster has database 0 alone; nothing was changed", null, target);
        }
    }

    private void requireNamed(Session session, ClearScope scope) throws InterruptedException {
        if (scope instanceof ClearScope.WholeServer server) {
            var others = Databases.filled(session);
            others.removeAll(server.databases());
            if (!others.isEmpty()) {
                throw new PreconditionFailedException(
                        target + ": databases " + others + " hold keys too, and were not named; nothing was removed",
                        null,
                        target);
            }
        }
    }

    @Override
    public CacheSettings settings() throws InterruptedException {
        return servers.ask(Limits::read);
    }

    @Override
    public Configured configure(CacheSettings newSettings) throws InterruptedException {
        Objects.requireNonNull(newSettings, "newSettings");
        return servers.change(session -> Limits.write(session, newSettings));
    }

    /** {@inheritDoc} What the server remembers is its {@code slowlog-log-slower-than}. */
    @Override
    public List<SlowCommand> slowCommands(int most) throws InterruptedException {
        requireMost(most);
        return servers.ask(session -> SlowLog.read(session, most));
    }

    /** {@inheritDoc} Asking for the types of those that are told counts as look-ups of the server. */
    @Override
    public List<LargeKey> largeKeys(int sample, int most) throws InterruptedException {
        requireSample(sample);
        requireMost(most);
        return servers.ask(session -> Sampling.largest(session, sample, most));
    }

    private static void requireSample(int sample) {
        if (sample < 1 || sample > 1_000_000) {
            throw new IllegalArgumentException("From 1 to 1000000 keys are sampled, not " + sample);
        }
    }

    private static void requireMost(int most) {
        if (most < 1 || most > 1000) {
            throw new IllegalArgumentException("From 1 to 1000 are told, not " + most);
        }
    }

    /** Ends its threads; a second call does nothing. */
    @Override
    public void close() {
        servers.close();
    }

    /** {@code Redis[redis01:6379]}. */
    @Override
    public String toString() {
        return "Redis[" + target.name() + "]";
    }
}
