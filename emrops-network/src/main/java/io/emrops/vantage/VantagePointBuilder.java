package io.emrops.vantage;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Settings of a {@link VantagePoint}. Not for several threads at a time. */
public final class VantagePointBuilder {
    private Duration connectWithin = Duration.ofSeconds(5);
    private Duration answerWithin = Duration.ofSeconds(10);
    private InstantSource clock = InstantSource.system();
    private @Nullable KeyStore authorities;

    VantagePointBuilder() {}

    /**
     * How long the look-up of a name and the connecting may take together; 5 seconds without this.
     *
     * @param atMost positive
     */
    public VantagePointBuilder connectWithin(Duration atMost) {
        this.connectWithin = requirePositive(atMost);
        return this;
    }

    /**
     * How long the handshake and the answer may take together, once it is connected; 10 seconds without this.
     *
     * @param atMost positive
     */
    public VantagePointBuilder answerWithin(Duration atMost) {
        this.answerWithin = requirePositive(atMost);
        return this;
    }

    /**
     * Trusts these authorities and no others; without this, those that the JVM trusts.
     *
     * @param store read at {@link #build}
     */
    public VantagePointBuilder trusting(KeyStore store) {
        this.authorities = Objects.requireNonNull(store, "store");
        return this;
    }

    /** The same, of authorities' certificates that are at hand. */
    public VantagePointBuilder trusting(X509Certificate... certificates) {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (var i = 0; i < certificates.length; i++) {
                store.setCertificateEntry("authority-" + i, certificates[i]);
            }
            return trusting(store);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("These certificates cannot be kept", e);
        }
    }

    /** By which clock certificates are held against the time, beside the JDK's own look; the system's without this. */
    public VantagePointBuilder clock(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        return this;
    }

    /**
     * The vantage point.
     *
     * @throws IllegalArgumentException if the authorities cannot be read, or there are none
     */
    public VantagePoint build() {
        return new VantagePoint(this);
    }

    Duration connectWithin() {
        return connectWithin;
    }

    Duration answerWithin() {
        return answerWithin;
    }

    InstantSource clock() {
        return clock;
    }

    X509ExtendedTrustManager judge() {
        try {
            var managers = TrustManagerFactory.getInstance("PKIX");
            managers.init(authorities);
            for (var manager : managers.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager judge && judge.getAcceptedIssuers().length > 0) {
                    return judge;
                }
            }
            throw new IllegalArgumentException("A store without authorities trusts nobody");
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("The trusted authorities cannot be read", e);
        }
    }

    private static Duration requirePositive(Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("There has to be some time: " + time);
        }
        return time;
    }
}
