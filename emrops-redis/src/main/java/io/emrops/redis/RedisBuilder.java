package io.emrops.redis;

import io.emrops.Secret;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Says how a Redis is reached. Nothing is asked before the first call of what it builds. */
public final class RedisBuilder {
    /** Which servers answer for the cache. */
    enum Form {
        STANDALONE,
        SENTINEL,
        CLUSTER
    }

    /** A place where a server listens. */
    record Place(String host, int port) {
        Place {
            if (host.isBlank() || port < 1 || port > 65_535) {
                throw new IllegalArgumentException("A server has a name and a port from 1 to 65535");
            }
        }

        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    final Form form;
    final String master;
    final List<Place> places;
    boolean tls;
    Optional<KeyStore> trusted = Optional.empty();
    String user = "";
    Optional<Secret> password = Optional.empty();
    Optional<Secret> sentinelPassword = Optional.empty();
    Duration answerWithin = Duration.ofSeconds(10);
    Duration patience = Duration.ofSeconds(30);

    RedisBuilder(Form form, String master, List<Place> places) {
        this.form = form;
        this.master = Objects.requireNonNull(master, "master");
        this.places = List.copyOf(places);
        if (places.isEmpty()) {
            throw new IllegalArgumentException("At least one server is named");
        }
    }

    /** Logs in as the default user. */
    public RedisBuilder password(Secret password) {
        this.password = Optional.of(password);
        return this;
    }

    /** Logs in as a user of an access control list. */
    public RedisBuilder login(String user, Secret password) {
        if (user.isBlank()) {
            throw new IllegalArgumentException("A user has a name");
        }
        this.user = user;
        return password(password);
    }

    /** What the sentinels want to know, where they want a password. */
    public RedisBuilder sentinelPassword(Secret password) {
        sentinelPassword = Optional.of(password);
        return this;
    }

    /** Speaks TLS; the server's certificate has to be that of its name, and trusted by this JVM. */
    public RedisBuilder tls() {
        tls = true;
        return this;
    }

    /** Speaks TLS, and trusts exactly the certificates of this store. */
    public RedisBuilder trusting(KeyStore store) {
        trusted = Optional.of(store);
        return tls();
    }

    /** How long each answer is waited for, and each connection; ten seconds without this. */
    public RedisBuilder answerWithin(Duration atMost) {
        answerWithin = positive(atMost);
        return this;
    }

    /** How long a server that is lost in the middle of a clear may take to be back, or its replica to take over; half a minute without this. */
    public RedisBuilder backWithin(Duration atMost) {
        patience = positive(atMost);
        return this;
    }

    private static Duration positive(Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("A time is positive, not " + time);
        }
        return time;
    }

    /** The cache, to be closed by the caller. */
    public Redis build() {
        return new Redis(this);
    }
}
