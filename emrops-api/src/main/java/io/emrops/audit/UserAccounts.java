package io.emrops.audit;

import io.emrops.PreconditionFailedException;
import io.emrops.Target;
import java.time.Instant;
import java.util.List;

/**
 * The user accounts of an application, read by the mapping of their table. Accounts that cannot be used are left out, if the mapping
 * tells them; those of which that is not known are not left out. Nothing is changed by any method; errors are those of {@link AuditLog}.
 *
 * <p>Helps with reviewing who may what ("access establishment and modification", 45 CFR 164.308(a)(4)(ii)(C)).
 */
public interface UserAccounts {
    /** Which database on which system. */
    Target target();

    /** What is read, and what its columns mean. */
    UserTable table();

    /**
     * Compares the mapping with the table, anew with each call.
     *
     * @throws PreconditionFailedException if it does not fit; with everything that is wrong
     */
    void requireFit();

    /**
     * The accounts of administrators: who logged in last comes first, those of whom that is not known come last.
     *
     * @throws PreconditionFailedException if the mapping does not say which these are
     */
    List<Account> admins();

    /**
     * The accounts whose last login was before this moment, the longest ago first. Those of which it is not known are not among them:
     * see {@link #withoutKnownLogin}.
     *
     * @throws PreconditionFailedException if the mapping has no last login
     */
    List<Account> inactiveSince(Instant moment);

    /**
     * The accounts whose last login is not known, by name. They may never have been used, or nobody wrote it down.
     *
     * @throws PreconditionFailedException if the mapping has no last login
     */
    List<Account> withoutKnownLogin();
}
