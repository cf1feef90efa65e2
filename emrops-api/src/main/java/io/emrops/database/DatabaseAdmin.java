package io.emrops.database;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import java.util.List;
import java.util.Optional;

/**
 * Gives the databases of one system their administrators. Usable by itself, without any runbook.
 *
 * <p>All methods block and may be called from any thread. They throw {@link TargetUnavailableException} if the system does not answer and nothing
 * was done; {@link OutcomeUnknownException} if it was lost in the middle; {@link StepFailedException} if it refused half-way.
 */
public interface DatabaseAdmin {
    /** Which system. */
    Target target();

    /**
     * Who has this role in a database, by name; the database's own {@code dbo} is not counted. A role or a group of Windows that has it is one
     * name: who is behind it is not known here.
     */
    List<String> administrators(String database, String role);

    /**
     * What would be made. Asks the system, changes nothing.
     *
     * @return empty if this very login is the administrator already
     * @throws PreconditionFailedException if it would be refused, such as because there is another administrator
     */
    List<String> preview(AdministratorRequest request);

    /**
     * Makes the first administrator of a database: a login with a one-time secret that has to be replaced at the first login. The secret is
     * made here and delivered <em>before</em> the login is made, so that there is never a login whose secret nobody has; and if
     * that is in doubt, such as after a crash, a second call under the same key delivers a new secret and gives it to the login, unless somebody has
     * used the first. So this may be repeated.
     *
     * @return {@link Administrator#made} is false, and nothing was delivered, if the login was the administrator before
     * @throws PreconditionFailedException if there is another administrator, or a login of this name that was not made under this key;
     *     nothing was delivered and nothing changed
     */
    Administrator createFirst(AdministratorRequest request, SecretDelivery delivery) throws InterruptedException;

    /** The administrator as it is now, if it is complete: it can log in and has the role. */
    Optional<Administrator> find(AdministratorRequest request);

    /**
     * Removes what was made under the key of the request, complete or not, and nothing else: a login of that name that was made otherwise
     * stays. A second call does nothing.
     *
     * @throws StepFailedException if it is in use, such as logged in; a part of it may be gone
     */
    void remove(AdministratorRequest request) throws InterruptedException;
}
