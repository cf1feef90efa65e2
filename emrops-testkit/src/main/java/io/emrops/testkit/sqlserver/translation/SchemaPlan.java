package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.grammar.ObjectName;
import io.emrops.testkit.sqlserver.script.SqlError;
import java.util.List;
import java.util.Optional;

/**
 * How a change of tables is made.
 *
 * @param database as it is afterwards, its new catalog included; empty if only temporary tables are concerned, or nothing is
 * @param steps in their order. If one fails, those before it are to be undone, the last first, and the catalog stays as it was
 * @param messages what the client is told although the statement goes on; errors among them, as of a table that is not there to be
 *     dropped while others are
 * @param temporaryCreated what {@link Databases#temporary} answers from now on
 * @param temporaryAltered the same tables as before, with other columns or keys
 * @param temporaryDropped their names; the engine's tables may only be dropped when no transaction is open, since that would commit it
 * @param touched what of the database is made, changed or dropped
 */
public record SchemaPlan(
        Optional<Databases.Open> database,
        List<Step> steps,
        List<SqlError> messages,
        List<Databases.Temporary> temporaryCreated,
        List<Databases.Temporary> temporaryAltered,
        List<Databases.Temporary> temporaryDropped,
        List<Touched> touched) {
    /** Copies the lists. */
    public SchemaPlan {
        steps = List.copyOf(steps);
        messages = List.copyOf(messages);
        temporaryCreated = List.copyOf(temporaryCreated);
        temporaryAltered = List.copyOf(temporaryAltered);
        temporaryDropped = List.copyOf(temporaryDropped);
        touched = List.copyOf(touched);
    }

    /**
     * A statement for the engine.
     *
     * @param undo what takes it back when a later one fails, or the rest of its statement; empty if nothing does, or nothing is left of it
     * @param fills the table whose rows it fills with values of the engine's own, in whichever order that finds them; empty if it does not
     */
    public record Step(EngineStatement statement, Optional<EngineStatement> undo, Optional<ObjectName> fills) {
        /** A statement that fills no rows, or with nothing but what follows from them. */
        public Step(EngineStatement statement, Optional<EngineStatement> undo) {
            this(statement, undo, Optional.empty());
        }
    }

    /**
     * An object that is not as it was. An object that is dropped and made anew under its name is in the list twice.
     *
     * @param objectId outlives a change, not a drop; 0 for a schema
     * @param schema as it is written; a schema's own name for a schema
     */
    public record Touched(What what, Kind kind, int objectId, String schema, String name) {
        /** What happens to it. */
        public enum What {
            /** It is new. */
            CREATED,
            /** It was there, and is another. */
            ALTERED,
            /** It is no more. */
            DROPPED
        }

        /** What it is. */
        public enum Kind {
            /** A table. */
            TABLE,
            /** A view. */
            VIEW,
            /** A sequence. */
            SEQUENCE,
            /** A schema. */
            SCHEMA
        }
    }
}
