package io.emrops.testkit.sqlserver;

import io.emrops.spi.TimeSource;
import io.emrops.testkit.sqlserver.protocol.ServerVersion;
import io.emrops.testkit.sqlserver.script.Request;
import io.emrops.testkit.sqlserver.script.RequestPattern;
import io.emrops.testkit.sqlserver.script.Rule;
import io.emrops.testkit.sqlserver.script.Script;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.session.LoginAttempt;
import io.emrops.testkit.sqlserver.session.ServerSettings;
import io.emrops.testkit.sqlserver.session.TdsServer;
import io.emrops.testkit.sqlserver.type.Column;
import io.emrops.testkit.tls.TestCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A SQL Server that plays a script.
 *
 * <pre>{@code
 * try (var server = ScriptedSqlServer.start()) {
 *     server.when("SELECT Name FROM Patients WHERE Id = ?").answer(rows("Name nvarchar(50)").row("Ada"));
 *     server.when("UPDATE Beds SET Patient = ? WHERE Id = ?")
 *             .answer(error(SqlError.deadlockVictim()), rowsAffected(1));
 *
 *     new Admissions(server.dataSource()).admit(4711, 12);
 *
 *     assertThat(server.statements()).extracting(Request::values).containsExactly(List.of(4711), List.of(12, 4711), …);
 * }
 * }</pre>
 *
 * <p>What no rule answers gets error 50000, which quotes the statement; {@link #requireAllScripted} says so once more. What
 * drivers and pools send unasked ({@code SET …}, {@code USE …}, transactions, {@code SELECT 1}) is answered without a rule;
 * transactions are kept per session, data is not: this server knows nothing but its script.
 *
 * <p>Proven with the unmodified mssql-jdbc, HikariCP, r2dbc-mssql, tedious and FreeTDS. It plays SQL Server's protocol, from Microsoft's open
 * specification; no SQL Server has ever been compared with it. Safe for use by several threads.
 */
public final class ScriptedSqlServer implements AutoCloseable {
    private static final Duration LOGIN_LIMIT = Duration.ofSeconds(30);

    private final Script script = new Script();
    private final Received received = new Received();
    private final Faults faults = new Faults(received);
    private final Logins logins;
    private final TdsServer server;
    private final Builder settings;
    private final @Nullable TestCertificate certificate;
    private @Nullable TrustStoreFile trustStore;

    private ScriptedSqlServer(Builder settings) {
        this.settings = settings;
        this.certificate = settings.encryption == Encryption.NONE
                ? null
                : Objects.requireNonNullElseGet(settings.certificate, TestCertificate::forLocalhost);
        this.logins = new Logins(settings.user, settings.password, settings.databases);
        try {
            server = TdsServer.start(
                    new ScriptHost(script, settings.backdrop, received, faults, logins),
                    new ServerSettings(
                            settings.name,
                            settings.version,
                            "master",
                            certificate == null ? null : certificate.serverContext(),
                            settings.encryption == Encryption.REQUIRED,
                            settings.time,
                            LOGIN_LIMIT),
                    settings.address);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "no port of " + settings.address.getHostAddress() + " can be listened on", e);
        }
    }

    /** Whether connections are encrypted. */
    public enum Encryption {
        /** The server has no certificate. */
        NONE,
        /** As the client wishes; of a client that wishes none the login alone. */
        OFFERED,
        /** A client that wishes none is encrypted, or refused. */
        REQUIRED
    }

    /** Starts a server without encryption; the user is {@code sa}. */
    public static ScriptedSqlServer start() {
        return builder().start();
    }

    /** For a server with other settings. */
    public static Builder builder() {
        return new Builder();
    }

    /** What a server is started with. */
    public static final class Builder {
        private static final InetAddress LOOPBACK = LoopbackAddress.of("127.0.0.1");

        private String name = "SCRIPTED";
        private InetAddress address = LOOPBACK;
        private ServerVersion version = new ServerVersion(16, 0, 1000);
        private String user = "sa";
        private String password = "Scripted-Passw0rd";
        private Set<String> databases = Set.of();
        private Encryption encryption = Encryption.NONE;
        private @Nullable TestCertificate certificate;
        private @Nullable TimeSource time;
        private Backdrop backdrop = Backdrop.NOTHING;

        private Builder() {}

        /** What {@code @@SERVERNAME} and every message say; {@code SCRIPTED} if nobody says otherwise. */
        public Builder name(String newName) {
            name = newName;
            return this;
        }

        /**
         * Where it listens, on a free port; 127.0.0.1 if nobody says otherwise. Two sites can be told apart so, such as by 127.0.1.5 and
         * 127.0.2.5, which Linux has without being asked.
         *
         * @param newAddress an IPv4 address of the loopback network
         * @throws IllegalArgumentException if it is none
         */
        public Builder address(String newAddress) {
            address = LoopbackAddress.of(newAddress);
            return this;
        }

        /**
         * 16 is SQL Server 2022, which it is if nobody says otherwise.
         *
         * @throws IllegalArgumentException unless 13 (2016) to 17 (2025)
         */
        public Builder majorVersion(int major) {
            if (major < 13 || major > 17) {
                throw new IllegalArgumentException("13 (2016) to 17 (2025), not " + major);
            }
            version = new ServerVersion(major, 0, 1000);
            return this;
        }

        /** The one who may log in. */
        public Builder login(String newUser, String newPassword) {
            user = newUser;
            password = newPassword;
            return this;
        }

        /** The databases that can be logged in to, beside {@code master}; any if nobody says otherwise. */
        public Builder databases(String... names) {
            databases = Set.of(names);
            return this;
        }

        /** With a certificate for {@code localhost} that the server makes for itself. */
        public Builder encryption(Encryption newEncryption) {
            encryption = newEncryption;
            return this;
        }

        /** The certificate that clients see, such as one that has expired; it says nothing unless the server encrypts. */
        public Builder certificate(TestCertificate newCertificate) {
            certificate = newCertificate;
            return this;
        }

        Builder backdrop(Backdrop newBackdrop) {
            backdrop = newBackdrop;
            return this;
        }

        /** Answers pause by this time, such as one that a test moves by hand. It stays the caller's to close. */
        public Builder time(TimeSource newTime) {
            time = newTime;
            return this;
        }

        /**
         * Starts the server.
         *
         * @throws UncheckedIOException if no port can be listened on
         */
        public ScriptedSqlServer start() {
            return new ScriptedSqlServer(this);
        }
    }

    /** Another one who may log in. */
    void login(String user, String password) {
        logins.add(user, password);
    }

    /** Ends a session as a KILL does. */
    void kill(int spid) {
        server.kill(spid);
    }

    /** Where the server listens, on its address. */
    public int port() {
        return server.port();
    }

    /** The one who may log in. */
    public String user() {
        return settings.user;
    }

    /** The password of {@link #user}. */
    public String password() {
        return settings.password;
    }

    /** For mssql-jdbc, without user and password; it trusts this server and encrypts if the server can. */
    public String jdbcUrl() {
        return jdbcUrl("");
    }

    /**
     * The same with more properties, which come first and therefore hold.
     *
     * @param properties as in {@code databaseName=EMRNext;socketTimeout=2000}
     */
    public String jdbcUrl(String properties) {
        return certificate == null
                ? JdbcUrl.plain(hostAndPort(), properties)
                : JdbcUrl.encrypted(hostAndPort(), properties, trustStore());
    }

    /** Logs in as {@link #user}, by whichever driver on the class path takes {@link #jdbcUrl}. Every connection is a new one. */
    public DataSource dataSource() {
        return dataSource("");
    }

    /** The same with more properties. */
    public DataSource dataSource(String properties) {
        return new DriverDataSource(jdbcUrl(properties), user(), password());
    }

    /**
     * The certificate that clients see.
     *
     * @throws IllegalStateException if the server has none
     */
    public TestCertificate certificate() {
        if (certificate == null) {
            throw new IllegalStateException("this server does not encrypt");
        }
        return certificate;
    }

    /**
     * A PKCS#12 file that trusts {@link #certificate}; its password is {@link TestCertificate#TRUST_STORE_PASSWORD}. Gone when the
     * server is closed.
     */
    public synchronized Path trustStore() {
        if (trustStore == null) {
            trustStore = new TrustStoreFile(certificate());
        }
        return trustStore.path();
    }

    /** Begins a rule for exactly this statement; {@code ?} stands for any parameter. Later rules are asked first. */
    public Rule when(String statement) {
        return when(RequestPattern.text(statement));
    }

    /** Begins a rule for statements of this kind. */
    public Rule when(RequestPattern pattern) {
        return script.when(pattern);
    }

    /**
     * Describes a table to those who load it in bulk: its columns are told, and rows are taken.
     *
     * @param columns as in {@code Name nvarchar(50) not null}
     */
    public void table(String name, String... columns) {
        DescribedTable.of(name, Arrays.stream(columns).map(Column::parse).toList())
                .addTo(script);
    }

    /** Where faults are asked for. */
    public Faults faults() {
        return faults;
    }

    /** Refuses the next login with this error; several calls refuse several. */
    public void refuseNextLogin(SqlError error) {
        logins.refuseNext(error);
    }

    /** All that was asked, but for what drivers and pools send unasked; in the order in which it came. The last 10,000 are kept. */
    public List<Request> statements() {
        return received.statements();
    }

    /** Every time that exactly this statement was asked; {@code ?} stands for any parameter. */
    public List<Request> statements(String statement) {
        return statements(RequestPattern.text(statement));
    }

    /** What was asked of this kind. */
    public List<Request> statements(RequestPattern pattern) {
        return received.statements().stream().filter(pattern).toList();
    }

    /** What drivers and pools have sent unasked, such as {@code IF @@TRANCOUNT > 0 COMMIT TRAN}. The last 10,000 are kept. */
    public List<Request> housekeeping() {
        return received.housekeeping();
    }

    /** Who has logged in or was refused. The last 10,000 are kept. */
    public List<LoginAttempt> logins() {
        return received.logins();
    }

    /** The sessions that are open now. */
    public int connections() {
        return server.connections();
    }

    /**
     * Waits until this many statements of this kind have come.
     *
     * @throws AssertionError if they do not come in time
     */
    public void awaitStatements(RequestPattern pattern, int count, Duration atMost) {
        received.await(pattern, count, atMost);
    }

    /**
     * Says which statements had no rule, which answers could not be given and which clients did not speak TDS.
     *
     * @throws AssertionError if there were any
     */
    public void requireAllScripted() {
        received.requireAllScripted();
    }

    /** Ends all sessions as a server does that dies; it is up again at once. */
    public void dropConnections() {
        server.dropConnections();
    }

    /** As after the start: no rules, no faults, nothing received. Sessions stay open. */
    public void reset() {
        script.clear();
        faults.clear();
        logins.clear();
        received.clear();
    }

    /** Ends all sessions and frees the port. A second call does nothing. */
    @Override
    public synchronized void close() {
        server.close();
        if (trustStore != null) {
            trustStore.close();
        }
    }

    /** Where it listens. */
    @Override
    public String toString() {
        return settings.name + " on " + hostAndPort();
    }

    /** The name, where there is one: certificates are for it. */
    private String hostAndPort() {
        return settings.address.getHostName() + ":" + port();
    }
}
