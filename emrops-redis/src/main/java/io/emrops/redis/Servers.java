package io.emrops.redis;

import io.emrops.EmropsException;
import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.codec.ByteArrayCodec;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The way to the servers of a cache. */
final class Servers implements AutoCloseable {
    private final RedisBuilder settings;
    private final Target target;
    private @Nullable RedisClient client;
    private @Nullable RedisClusterClient cluster;

    /** Work with a connection. */
    interface Work<T> {
        T with(Session session) throws InterruptedException;
    }

    private Servers(RedisBuilder settings, Target target) {
        this.settings = settings;
        this.target = target;
    }

    static Servers of(RedisBuilder settings, Target target) {
        return new Servers(settings, target);
    }

    /** Only asks. */
    <T> T ask(Work<T> work) throws InterruptedException {
        try (var session = open()) {
            return work.with(session);
        } catch (NoAnswerException e) {
            throw nothingDone(e);
        }
    }

    /** Asks, and then changes. */
    <T> T change(Work<T> work) throws InterruptedException {
        try (var session = open()) {
            return changing(session, work);
        }
    }

    private <T> T changing(Session session, Work<T> work) throws InterruptedException {
        try {
            return work.with(session);
        } catch (NoAnswerException e) {
            if (e.isRefusal()) {
                throw nothingDone(e);
            }
            throw new OutcomeUnknownException(
                    target + ": " + e.clause() + ", and was lost in the middle of a change: look before it is repeated",
                    e.getCause(),
                    target);
        }
    }

    /** @throws EmropsException if there is no way to it; nothing was done */
    Session open() throws InterruptedException {
        try {
            return connect();
        } catch (NoAnswerException e) {
            throw nothingDone(e);
        }
    }

    EmropsException nothingDone(NoAnswerException e) {
        var message = target + ": " + e.clause() + "; nothing was changed";
        return e.isRefusal()
                ? new PreconditionFailedException(message, null, target)
                : new TargetUnavailableException(message, withheld(e.getCause()), target);
    }

    /** Errors of servers may quote what they were asked. */
    private static @Nullable Throwable withheld(@Nullable Throwable cause) {
        return cause instanceof RedisCommandExecutionException ? null : cause;
    }

    private synchronized Session connect() {
        try {
            if (settings.form == RedisBuilder.Form.CLUSTER) {
                var known = clusterClient();
                known.refreshPartitions();
                return new ClusterSession(known.connect(ByteArrayCodec.INSTANCE), settings.answerWithin);
            }
            return new SingleSession(client().connect(ByteArrayCodec.INSTANCE), settings.answerWithin);
        } catch (RedisException e) {
            throw new NoAnswerException(reason(e));
        }
    }

    /** What a server has said to the login, or why it could not be talked to, and not the wrapping. */
    private static Throwable reason(RedisException e) {
        for (Throwable each = e; each != null; each = each.getCause()) {
            if (each instanceof RedisCommandExecutionException || each instanceof SSLException) {
                return each;
            }
        }
        return e;
    }

    private RedisClient client() {
        var known = client;
        if (known == null) {
            known = RedisClient.create(uri());
            known.setOptions(options(ClientOptions.builder()).build());
            client = known;
        }
        return known;
    }

    private RedisClusterClient clusterClient() {
        var known = cluster;
        if (known == null) {
            known = RedisClusterClient.create(settings.places.stream()
                    .map(place -> login(
                                    RedisURI.builder().withHost(place.host()).withPort(place.port()))
                            .build())
                    .toList());
            known.setOptions(options(ClusterClientOptions.builder()).build());
            cluster = known;
        }
        return known;
    }

    private RedisURI uri() {
        var first = settings.places.get(0);
        if (settings.form == RedisBuilder.Form.STANDALONE) {
            return login(RedisURI.builder().withHost(first.host()).withPort(first.port()))
                    .build();
        }
        var uri = RedisURI.builder().withSentinelMasterId(settings.master);
        for (var place : settings.places) {
            var sentinel = RedisURI.builder().withHost(place.host()).withPort(place.port());
            settings.sentinelPassword.ifPresent(password -> password.use(sentinel::withPassword));
            uri.withSentinel(sentinel.withSsl(settings.tls).build());
        }
        return login(uri).build();
    }

    private RedisURI.Builder login(RedisURI.Builder uri) {
        uri.withSsl(settings.tls).withTimeout(settings.answerWithin);
        settings.password.ifPresent(password -> password.use(word -> {
            if (settings.user.isEmpty()) {
                uri.withPassword(word.clone());
            } else {
                uri.withAuthentication(settings.user, word.clone());
            }
        }));
        return uri;
    }

    private <B extends ClientOptions.Builder> B options(B options) {
        options.autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(settings.answerWithin)
                        .build());
        settings.trusted.ifPresent(store -> {
            try {
                var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                managers.init(store);
                options.sslOptions(SslOptions.builder()
                        .jdkSslProvider()
                        .trustManager(managers)
                        .build());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("The store of trusted certificates cannot be read", e);
            }
        });
        return options;
    }

    @Override
    public synchronized void close() {
        if (client != null) {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
        if (cluster != null) {
            cluster.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }
}
