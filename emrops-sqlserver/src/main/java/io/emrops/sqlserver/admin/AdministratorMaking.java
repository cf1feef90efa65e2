package io.emrops.sqlserver.admin;

import io.emrops.EmropsException;
import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Secret;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import io.emrops.database.Administrator;
import io.emrops.database.AdministratorRequest;
import io.emrops.database.OneTimeSecret;
import io.emrops.database.SecretDelivery;
import io.emrops.sqlserver.admin.Standing.Sid;
import io.emrops.sqlserver.server.ServerFacts;
import io.emrops.sqlserver.session.DedicatedSession;
import io.emrops.sqlserver.session.Sessions;
import io.emrops.sqlserver.session.ShortQueries;
import io.emrops.sqlserver.statement.Identifier;
import io.emrops.sqlserver.statement.LoginStatement;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.LogManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the first administrator of a database, and removes it again. What is made under a key has a security identifier that follows from the key. */
public final class AdministratorMaking {
    private static final int LOCK_WITHIN_MILLIS = 15_000;
    private static final int SID_BYTES = 16;

    private static final Logger LOG = LoggerFactory.getLogger(AdministratorMaking.class);
    private static final String DRIVER = "com.microsoft.sqlserver.jdbc";

    private final Sessions sessions;
    private final ServerFacts facts;

    /** On this server. */
    public AdministratorMaking(Sessions sessions, ServerFacts facts) {
        this.sessions = sessions;
        this.facts = facts;
    }

    private ShortQueries queries(Target target) {
        return sessions.queries().about(target).on(facts.identity());
    }

    /** As {@link io.emrops.database.DatabaseAdmin#administrators}. */
    public List<String> administrators(String database, String role) {
        var target = facts.target(database);
        var queries = queries(target);
        requireVisible(queries, database, target);
        return Standing.members(queries, database, role);
    }

    /** As {@link io.emrops.database.DatabaseAdmin#preview}. */
    public List<String> preview(AdministratorRequest request) {
        var queries = queries(target(request));
        requireVisible(queries, request.database(), target(request));
        var now = Standing.look(queries, request);
        if (requirePossible(queries, request, now)) {
            return List.of();
        }
        var lines = new ArrayList<String>();
        if (now.login().isEmpty()) {
            lines.add("makes login " + request.login()
                    + ", with a one-time secret that has to be replaced at the first login");
        } else if (mustChange(request, now)) {
            lines.add("gives login " + request.login() + " a new one-time secret");
        }
        if (now.user().isEmpty()) {
            lines.add("lets it into " + request.database());
        }
        if (!now.isMember()) {
            lines.add("makes it a member of " + request.role() + ", which has nobody else");
        }
        return lines;
    }

    /** As {@link io.emrops.database.DatabaseAdmin#createFirst}. */
    public Administrator create(AdministratorRequest request, SecretDelivery delivery) throws InterruptedException {
        requireKey(request);
        try (var session = sessions.dedicated(facts.identity(), target(request))) {
            lock(session, request);
            var queries = session.queries(target(request));
            requireVisible(queries, request.database(), target(request));
            var now = Standing.look(queries, request);
            if (requirePossible(queries, request, now)) {
                return found(request, now).orElseThrow();
            }
            var statement = statement(request);
            if (now.login().isEmpty() || mustChange(request, now)) {
                requireSilentDriver(request);
                deliver(
                        request,
                        delivery,
                        now,
                        secret -> {
                            var database = Identifier.of(request.database());
                            return now.login().isPresent()
                                    ? statement.renew(secret)
                                    : statement.create(secret, database);
                        },
                        session);
            }
            finish(session, request, statement);
            return found(request, Standing.look(queries, request))
                    .orElseThrow(() -> new StepFailedException(
                            "Login " + request.login() + " was made and is no administrator of " + request.database()
                                    + "; somebody else has changed it meanwhile",
                            null,
                            target(request),
                            null));
        }
    }

    /** The secret is delivered first: a login whose secret nobody has would have to be taken away by hand. */
    private void deliver(
            AdministratorRequest request,
            SecretDelivery delivery,
            Standing now,
            Function<char[], String> statement,
            DedicatedSession session)
            throws InterruptedException {
        var secret = secretFor(request.login());
        try {
            delivery.deliver(request.purpose(), secret);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            // Its text could be about what it was to deliver.
            throw new PreconditionFailedException(
                    "The one-time secret could not be delivered to " + delivery.describe() + " ("
                            + e.getClass().getSimpleName() + "). "
                            + (now.login().isPresent() ? "The login has the one it had" : "No login was made"),
                    null,
                    target(request));
        }
        var text = new AtomicReference<>("");
        secret.use(value -> text.set(statement.apply(value)));
        try {
            run(
                    session,
                    request,
                    text.get(),
                    "The login " + request.login(),
                    "Its user and its role are not there yet");
        } catch (OutcomeUnknownException e) {
            throw e;
        } catch (EmropsException e) {
            if (now.login().isEmpty()) {
                withdraw(request, delivery);
            }
            throw e;
        }
        if (now.login().isPresent() && !mustChange(request, Standing.look(session.queries(target(request)), request))) {
            // Whoever has the login was quicker, and keeps the password of their own.
            withdraw(request, delivery);
        }
    }

    private static void withdraw(AdministratorRequest request, SecretDelivery delivery) {
        try {
            delivery.withdraw(request.purpose());
        } catch (Exception e) {
            LOG.warn(
                    "The secret for {}, which opens nothing, could not be withdrawn: {}",
                    request.purpose(),
                    e.getClass().getSimpleName());
        }
    }

    /** The driver would write the statement with the secret in it into its own log. */
    private void requireSilentDriver(AdministratorRequest request) {
        for (var name : Collections.list(LogManager.getLogManager().getLoggerNames())) {
            var logger = LogManager.getLogManager().getLogger(name);
            if (name.startsWith(DRIVER) && logger != null && logger.isLoggable(Level.FINE)) {
                throw refused(
                        request,
                        "The driver's log " + name + " would hold the one-time secret: its level has to be above FINE");
            }
        }
    }

    private void requireVisible(ShortQueries queries, String database, Target target) {
        if (!Standing.isVisible(queries, database)) {
            throw new PreconditionFailedException(
                    "The login of emrops does not see who administers " + database
                            + ": it lacks VIEW DEFINITION there, or there is no such database; nothing was changed",
                    null,
                    target);
        }
    }

    private boolean mustChange(AdministratorRequest request, Standing now) {
        return now.login()
                .flatMap(Standing.Login::mustChange)
                .orElseThrow(() -> refused(
                        request,
                        "The server does not say whether the password of login " + request.login()
                                + " was replaced already"));
    }

    /** Policies of Windows refuse passwords with the name of the account in them. */
    private static Secret secretFor(String login) {
        while (true) {
            var secret = OneTimeSecret.generate();
            var fits = new boolean[1];
            secret.use(value -> fits[0] = login.length() < 3
                    || !new String(value).toLowerCase(Locale.ROOT).contains(login.toLowerCase(Locale.ROOT)));
            if (fits[0]) {
                return secret;
            }
        }
    }

    private void finish(DedicatedSession session, AdministratorRequest request, LoginStatement statement)
            throws InterruptedException {
        var database = Identifier.of(request.database());
        var now = Standing.look(session.queries(target(request)), request);
        if (now.user().isEmpty()) {
            run(
                    session,
                    request,
                    statement.createUser(database),
                    "The user of login " + request.login(),
                    "The login is there, and may not enter " + request.database() + " yet");
        }
        if (!now.isMember()) {
            run(
                    session,
                    request,
                    statement.addTo(database, Identifier.of(request.role())),
                    "The membership of " + request.login() + " in " + request.role(),
                    "The login is there, and is no administrator yet");
        }
    }

    private void run(DedicatedSession session, AdministratorRequest request, String text, String what, String otherwise)
            throws InterruptedException {
        session.operation(text).run().orThrow(what, otherwise, target(request));
    }

    /** As {@link io.emrops.database.DatabaseAdmin#find}. */
    public Optional<Administrator> find(AdministratorRequest request) {
        var queries = queries(target(request));
        requireVisible(queries, request.database(), target(request));
        return found(request, Standing.look(queries, request));
    }

    private Optional<Administrator> found(AdministratorRequest request, Standing now) {
        if (!now.isComplete()) {
            return Optional.empty();
        }
        var made = now.hasLogin(sid(request));
        return Optional.of(new Administrator(
                request.database(), request.login(), request.role(), made, made && !mustChange(request, now)));
    }

    /** As {@link io.emrops.database.DatabaseAdmin#remove}. */
    public void remove(AdministratorRequest request) throws InterruptedException {
        requireKey(request);
        try (var session = sessions.dedicated(facts.identity(), target(request))) {
            lock(session, request);
            var statement = statement(request);
            run(
                    session,
                    request,
                    statement.dropUser(Identifier.of(request.database())),
                    "The removal of user " + request.login(),
                    "The login and its user are still there");
            run(
                    session,
                    request,
                    statement.drop(),
                    "The removal of login " + request.login(),
                    "The login is still there, and has no user in " + request.database());
        }
    }

    /** @return whether it is there already, so that nothing is to be made */
    private boolean requirePossible(ShortQueries queries, AdministratorRequest request, Standing now) {
        if (!now.others().isEmpty()) {
            throw refused(
                    request,
                    request.database() + " has an administrator already: "
                            + now.others().get(0)
                            + (now.others().size() > 1 ? " and " + (now.others().size() - 1) + " more" : "")
                            + ". The first is not made");
        }
        var mine = !request.operationKey().isEmpty() && now.hasLogin(sid(request));
        if (now.isComplete() && !(mine && mustChange(request, now))) {
            return true;
        }
        if (now.login().isPresent() && !mine) {
            throw refused(
                    request,
                    "There is a login " + request.login() + " that was not made here"
                            + (now.login().get().isDisabled() ? ", and is disabled" : "")
                            + ". It is not made an administrator");
        }
        if (now.user().isPresent() && !now.user().get().sid().equals(sid(request))) {
            throw refused(
                    request,
                    request.database() + " has a user " + request.login()
                            + " that belongs to another login, or to none any more");
        }
        requireMixedMode(queries, request);
        requirePermissions(queries, request);
        return false;
    }

    private void requireMixedMode(ShortQueries queries, AdministratorRequest request) {
        var windowsOnly = queries.find(
                        "the mode of authentication",
                        "SELECT CAST(SERVERPROPERTY('IsIntegratedSecurityOnly') AS int) AS windows_only",
                        row -> row.flag("windows_only").orElse(false))
                .orElse(false);
        if (windowsOnly) {
            throw refused(
                    request,
                    facts.name() + " lets in accounts of Windows alone: a login with a secret could not log in");
        }
    }

    private void requirePermissions(ShortQueries queries, AdministratorRequest request) {
        var missing = new ArrayList<String>();
        if (!has(queries, "SELECT HAS_PERMS_BY_NAME(NULL, NULL, ?) AS has", "ALTER ANY LOGIN")) {
            missing.add("ALTER ANY LOGIN");
        }
        if (!has(
                queries,
                "SELECT HAS_PERMS_BY_NAME(?, N'DATABASE', ?) AS has",
                Identifier.of(request.database()).quoted(),
                "CONTROL")) {
            missing.add("CONTROL on database " + request.database());
        }
        if (!missing.isEmpty()) {
            throw refused(request, "The login of emrops has not the permission " + String.join(" and ", missing));
        }
    }

    private static boolean has(ShortQueries queries, String sql, Object... parameters) {
        return queries.find("permissions", sql, row -> row.flag("has").orElse(false), parameters)
                .orElse(false);
    }

    private PreconditionFailedException refused(AdministratorRequest request, String why) {
        return new PreconditionFailedException(why + "; nothing was changed", null, target(request));
    }

    /** An attempt that is given up may still be at work on the server: this waits for its end. */
    private void lock(DedicatedSession session, AdministratorRequest request) {
        var granted = session.queries(target(request))
                .find(
                        "the lock of administrators",
                        "DECLARE @granted int;"
                                + " EXEC @granted = sp_getapplock @Resource = ?, @LockMode = 'Exclusive', @LockOwner = 'Session',"
                                + " @LockTimeout = " + LOCK_WITHIN_MILLIS + "; SELECT @granted AS granted",
                        row -> row.integer("granted").orElse(-999),
                        "emrops administrator of " + request.database())
                .orElse(-999);
        if (granted < 0) {
            throw new TargetUnavailableException(
                    "Somebody else is making an administrator of " + request.database() + " (sp_getapplock returned "
                            + granted + "); nothing was changed",
                    null,
                    target(request));
        }
    }

    private Target target(AdministratorRequest request) {
        return facts.target(request.database());
    }

    private static void requireKey(AdministratorRequest request) {
        if (request.operationKey().isEmpty()) {
            throw new IllegalArgumentException("An administrator is made under a key, by which it is recognised");
        }
    }

    private static LoginStatement statement(AdministratorRequest request) {
        return LoginStatement.of(request.login(), sid(request).bytes());
    }

    private static Sid sid(AdministratorRequest request) {
        try {
            var text = "emrops administrator\n" + request.operationKey() + "\n" + request.purpose();
            var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return new Sid(Arrays.copyOf(hash, SID_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
