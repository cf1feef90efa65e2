package io.emrops.testkit;

import io.emrops.PreconditionFailedException;
import io.emrops.Secret;
import io.emrops.database.Administrator;
import io.emrops.database.AdministratorRequest;
import io.emrops.database.DatabaseAdmin;
import io.emrops.database.OneTimeSecret;
import io.emrops.database.SecretDelivery;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A system whose databases have administrators, in memory.
 *
 * <pre>{@code
 * var admin = FakeDatabaseAdmin.of("sql01").database("EMRNext");
 * }</pre>
 *
 * <p>The secrets that are delivered are real ones; of each the system keeps a hash and nothing else.
 */
public final class FakeDatabaseAdmin extends Fake<FakeDatabaseAdmin> implements DatabaseAdmin {
    private static final Set<String> READING = Set.of("target", "administrators", "preview", "find");
    private static final Set<String> CHANGING = Set.of("createFirst", "remove");

    private final ReentrantLock making = new ReentrantLock();
    private final Set<String> databases = new TreeSet<>();
    private final TreeMap<String, Login> logins = new TreeMap<>();
    private final Set<Membership> memberships = new TreeSet<>();

    /**
     * A login.
     *
     * @param mark what it was made under; empty if it was made otherwise
     * @param secret a hash; empty if nobody knows what opens it
     * @param mustReplace whether nobody has used the secret yet
     */
    private record Login(String mark, String secret, boolean mustReplace) {}

    private record Membership(String database, String role, String login) implements Comparable<Membership> {
        @Override
        public int compareTo(Membership other) {
            return toString().compareTo(other.toString());
        }
    }

    private FakeDatabaseAdmin(String name) {
        super("fake-database-admin", name, READING, CHANGING);
    }

    /** A system without databases and logins. */
    public static FakeDatabaseAdmin of(String name) {
        return new FakeDatabaseAdmin(name);
    }

    /** A database of the system, which nobody administers. */
    public FakeDatabaseAdmin database(String database) {
        return arrange(() -> databases.add(database));
    }

    /** A login that somebody else has made, and that may nothing. */
    public FakeDatabaseAdmin login(String login) {
        return arrange(() -> logins.put(login, new Login("", "", false)));
    }

    /** A login that somebody else has made an administrator. */
    public FakeDatabaseAdmin administrator(String database, String role, String login) {
        return arrange(() -> {
            requireDatabase(database);
            logins.putIfAbsent(login, new Login("", "", false));
            memberships.add(new Membership(database, role, login));
        });
    }

    /** As if a process had died after it had made the login under this key, and before that got its role. Nobody has the secret. */
    public FakeDatabaseAdmin halfMade(AdministratorRequest request) {
        return arrange(() -> logins.put(request.login(), new Login(mark(request), "", true)));
    }

    /** Somebody logs in and replaces the one-time secret. */
    public FakeDatabaseAdmin replaceSecret(String login) {
        return arrange(() -> {
            var now = logins.get(login);
            if (now == null) {
                throw new IllegalArgumentException("There is no login " + login);
            }
            logins.put(login, new Login(now.mark(), "", false));
        });
    }

    /** Whether this is the one-time secret that opens a login; not a call. */
    public boolean opens(String login, String secret) {
        return observe(() -> {
            var now = logins.get(login);
            return now != null && now.secret().equals(hash(secret.toCharArray()));
        });
    }

    /** The names of all logins; not a call. */
    public List<String> logins() {
        return observe(() -> List.copyOf(logins.keySet()));
    }

    @Override
    public List<String> administrators(String database, String role) {
        return reading("administrators", List.of(database, role), () -> members(database, role));
    }

    @Override
    public List<String> preview(AdministratorRequest request) {
        return reading("preview", args(request), () -> {
            if (requirePossible(request)) {
                return List.of();
            }
            var lines = new ArrayList<String>();
            if (needsSecret(request)) {
                lines.add((logins.containsKey(request.login()) ? "gives login " : "makes login ") + request.login()
                        + " a one-time secret");
            }
            if (!isMember(request)) {
                lines.add("makes it a member of " + request.role());
            }
            return lines;
        });
    }

    @Override
    public Administrator createFirst(AdministratorRequest request, SecretDelivery delivery)
            throws InterruptedException {
        requireKey(request);
        var call = new Call("createFirst", args(request), true);
        return changing(call, () -> {
            making.lockInterruptibly();
            try {
                return make(call, request, delivery);
            } finally {
                making.unlock();
            }
        });
    }

    private Administrator make(Call call, AdministratorRequest request, SecretDelivery delivery)
            throws InterruptedException {
        if (withState(() -> requirePossible(request))) {
            return withState(() -> found(request)).orElseThrow();
        }
        var hash = withState(() -> needsSecret(request)) ? deliver(request, delivery) : "";
        return applying(call, () -> {
            if (!hash.isEmpty()) {
                logins.put(request.login(), new Login(mark(request), hash, true));
            }
            memberships.add(membership(request));
            return found(request).orElseThrow();
        });
    }

    /** @return the hash of what was delivered */
    private String deliver(AdministratorRequest request, SecretDelivery delivery) throws InterruptedException {
        var secret = OneTimeSecret.generate();
        try {
            delivery.deliver(request.purpose(), secret);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            // Its text could be about what it was to deliver.
            throw refused("The one-time secret could not be delivered to " + delivery.describe() + " ("
                    + e.getClass().getSimpleName() + ")");
        }
        return hash(secret);
    }

    @Override
    public Optional<Administrator> find(AdministratorRequest request) {
        return reading("find", args(request), () -> found(request));
    }

    @Override
    public void remove(AdministratorRequest request) throws InterruptedException {
        requireKey(request);
        changing("remove", args(request), () -> {
            requireDatabase(request.database());
            if (isMine(request)) {
                logins.remove(request.login());
                memberships.removeIf(each -> each.login().equals(request.login()));
            }
            return true;
        });
    }

    @Override
    FakeDatabaseAdmin self() {
        return this;
    }

    @Override
    void restore(Tables from) {
        databases.clear();
        from.rows("database").forEach(row -> databases.add(row.get(0)));
        logins.clear();
        from.rows("login")
                .forEach(row ->
                        logins.put(row.get(0), new Login(row.get(1), row.get(2), Boolean.parseBoolean(row.get(3)))));
        memberships.clear();
        from.rows("membership").forEach(row -> memberships.add(new Membership(row.get(0), row.get(1), row.get(2))));
    }

    @Override
    void save(Tables to) {
        databases.forEach(database -> to.add("database", database));
        logins.forEach((name, login) ->
                to.add("login", name, login.mark(), login.secret(), Boolean.toString(login.mustReplace())));
        memberships.forEach(each -> to.add("membership", each.database(), each.role(), each.login()));
    }

    /** @return whether it is there already, so that nothing is to be made */
    private boolean requirePossible(AdministratorRequest request) {
        var others = new ArrayList<>(members(request.database(), request.role()));
        others.remove(request.login());
        if (!others.isEmpty()) {
            throw refused(request.database() + " has an administrator already: " + others.get(0));
        }
        if (isMember(request) && !(isMine(request) && needsSecret(request))) {
            return true;
        }
        if (logins.containsKey(request.login()) && !isMine(request)) {
            throw refused("There is a login " + request.login() + " that was not made here");
        }
        return false;
    }

    private Optional<Administrator> found(AdministratorRequest request) {
        requireDatabase(request.database());
        if (!isMember(request)) {
            return Optional.empty();
        }
        var made = isMine(request);
        return Optional.of(new Administrator(
                request.database(), request.login(), request.role(), made, made && !needsSecret(request)));
    }

    private List<String> members(String database, String role) {
        requireDatabase(database);
        return memberships.stream()
                .filter(each -> each.database().equals(database) && each.role().equals(role))
                .map(Membership::login)
                .sorted()
                .toList();
    }

    private boolean isMember(AdministratorRequest request) {
        return memberships.contains(membership(request));
    }

    private static Membership membership(AdministratorRequest request) {
        return new Membership(request.database(), request.role(), request.login());
    }

    private boolean isMine(AdministratorRequest request) {
        var login = logins.get(request.login());
        return login != null
                && !request.operationKey().isEmpty()
                && login.mark().equals(mark(request));
    }

    /** A secret that nobody has used may be one that was lost. */
    private boolean needsSecret(AdministratorRequest request) {
        var login = logins.get(request.login());
        return login == null || login.mustReplace();
    }

    private void requireDatabase(String database) {
        if (!databases.contains(database)) {
            throw refused("There is no database " + database);
        }
    }

    private static PreconditionFailedException refused(String why) {
        return new PreconditionFailedException(why + "; nothing was changed");
    }

    private static void requireKey(AdministratorRequest request) {
        if (request.operationKey().isEmpty()) {
            throw new IllegalArgumentException("An administrator is made under a key, by which it is recognised");
        }
    }

    private static String mark(AdministratorRequest request) {
        return request.operationKey() + " " + request.purpose();
    }

    private static List<String> args(AdministratorRequest request) {
        return List.of(request.database(), request.login(), request.role(), request.operationKey());
    }

    private static String hash(Secret secret) {
        var hash = new AtomicReference<>("");
        secret.use(value -> hash.set(hash(value)));
        return hash.get();
    }

    private static String hash(char[] secret) {
        try {
            var bytes = new String(secret).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
