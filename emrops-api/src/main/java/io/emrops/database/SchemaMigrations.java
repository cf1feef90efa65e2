package io.emrops.database;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;

/**
 * The numbered changes of one database's schema, by a tool that keeps a history of them in the database. Usable by itself, without any
 * runbook. All methods block and may be called from any thread.
 */
public interface SchemaMigrations {
    /** Which database. */
    Target target();

    /**
     * What is in the schema and what is to come; changes nothing, also if there is no history yet.
     *
     * @throws TargetUnavailableException if the database does not answer
     * @throws PreconditionFailedException if the migrations themselves cannot be read
     */
    SchemaState state();

    /**
     * Applies all that are pending, in their order. A second call applies what is left, if anything is: two calls at a time are made one after the
     * other by the tool's lock in the database.
     *
     * @param progress told of each migration
     * @return how far the schema has come
     * @throws PreconditionFailedException if no migration is found, or the history and the migrations do not fit together; nothing was changed
     * @throws StepFailedException if a migration failed; those before it are applied, and the message says which it was, what became of its own
     *     changes as far as that is known, and the vendor's number, but nothing of the vendor's text, which can quote rows
     * @throws OutcomeUnknownException if the connection was lost in the middle
     */
    SchemaState migrate(Progress progress) throws InterruptedException;
}
