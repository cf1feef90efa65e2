package io.emrops.sqlserver;

import io.emrops.Target;
import io.emrops.database.Administrator;
import io.emrops.database.AdministratorRequest;
import io.emrops.database.DatabaseAdmin;
import io.emrops.database.SecretDelivery;
import io.emrops.sqlserver.admin.AdministratorMaking;
import java.util.List;
import java.util.Optional;

/**
 * First administrators of the databases of one instance: logins with a password that has to be replaced at the first login, under the policy of the
 * server.
 *
 * <pre>{@code
 * var admin = sql.admin();
 * var request = new AdministratorRequest("EMRNext", "emr_admin", "db_owner", "go-live-2026-11-22");
 * admin.createFirst(request, SecretFile.in(Path.of("/root/secrets")));
 * }</pre>
 *
 * <p>The password is part of a statement, because the server takes it in no other way: use a connection with TLS. While
 * the driver's own log ({@code com.microsoft.sqlserver.jdbc} in java.util.logging) is at FINE or below, which writes statements, none is made. A login that is made here has a security identifier that follows from the operation's key; by that it is
 * recognised after a crash, and by that alone it is removed. On the replicas of an availability group it has to be made by hand, with the same identifier.
 * Safe for use by several threads.
 */
public final class SqlServerAdmin implements DatabaseAdmin {
    private final SqlServer server;

    SqlServerAdmin(SqlServer server) {
        this.server = server;
    }

    private AdministratorMaking making() {
        return new AdministratorMaking(server.sessions(), server.knownFacts());
    }

    /** On whichever server the URL leads to when it begins, and on no other. */
    private AdministratorMaking makingNow() {
        return new AdministratorMaking(server.sessions(), server.factsNow());
    }

    @Override
    public Target target() {
        return server.target();
    }

    @Override
    public List<String> administrators(String database, String role) {
        return making().administrators(database, role);
    }

    @Override
    public List<String> preview(AdministratorRequest request) {
        return making().preview(request);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the request has no key, or these can be no names
     */
    @Override
    public Administrator createFirst(AdministratorRequest request, SecretDelivery delivery)
            throws InterruptedException {
        return makingNow().create(request, delivery);
    }

    @Override
    public Optional<Administrator> find(AdministratorRequest request) {
        return making().find(request);
    }

    @Override
    public void remove(AdministratorRequest request) throws InterruptedException {
        makingNow().remove(request);
    }
}
