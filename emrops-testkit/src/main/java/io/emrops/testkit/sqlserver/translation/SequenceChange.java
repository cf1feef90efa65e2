package io.emrops.testkit.sqlserver.translation;

import io.emrops.testkit.sqlserver.catalog.Sequence;
import io.emrops.testkit.sqlserver.expression.EngineTypes;
import io.emrops.testkit.sqlserver.expression.Surroundings;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.syntax.SchemaChange.CreateSequence;
import io.emrops.testkit.sqlserver.syntax.SchemaChange.DropSequences;
import io.emrops.testkit.sqlserver.translation.SchemaPlan.Touched.What;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.math.BigInteger;

/** {@code CREATE SEQUENCE} and {@code DROP SEQUENCE}. */
final class SequenceChange {
    private static final int DIGITS_OF_LONG = 18;

    private final Databases databases;
    private final Surroundings surroundings;
    private final Refusing refusing;

    SequenceChange(Databases databases, Surroundings surroundings, Refusing refusing) {
        this.databases = databases;
        this.surroundings = surroundings;
        this.refusing = refusing;
    }

    SchemaPlan create(CreateSequence create) throws Refusal {
        var location = Location.of(create.sequence(), databases, surroundings);
        var catalog = location.database().catalog();
        if (catalog.schema(location.schema()).isEmpty()) {
            throw refusing.by(2760, location.schema());
        }
        if (catalog.isTaken(location.schema(), location.name())) {
            throw refusing.byWithState(6, 2714, location.name());
        }
        var draft = new Draft(location.database());
        var sequence = sequence(create, location, draft.nextObjectId());
        draft.change(draft.catalog().with(sequence));
        draft.run("CREATE SEQUENCE " + location.engineName() + " AS " + EngineTypes.of(sequence.type()) + " START WITH "
                + sequence.start() + " INCREMENT BY " + sequence.increment() + " MINVALUE " + sequence.least()
                + " MAXVALUE " + sequence.most() + (sequence.cycle() ? " CYCLE" : " NO CYCLE"));
        draft.touch(What.CREATED, sequence);
        return draft.plan();
    }

    private Sequence sequence(CreateSequence create, Location location, int id) throws Refusal {
        var written = Refusing.written(create.sequence());
        var type = SqlType.BIGINT;
        if (create.type().isPresent()) {
            type = new TableExpressions(databases, surroundings, refusing)
                    .type(create.type().get(), 1);
        }
        if (!KeyTypes.isNumbering(type)) {
            throw refusing.by(11702, written);
        }
        var increment = create.increment().orElse(1L);
        if (increment == 0) {
            throw refusing.by(11700, written);
        }
        var least = create.least().orElse(least(type));
        var most = create.most().orElse(most(type));
        if (least >= most) {
            throw refusing.by(11705, written);
        }
        var start = create.start().orElse(increment > 0 ? least : most);
        if (start < least || start > most) {
            throw refusing.by(11703, written);
        }
        return new Sequence(
                id,
                location.schema(),
                location.name(),
                type,
                start,
                increment,
                least,
                most,
                create.cycle(),
                surroundings.now().toInstant());
    }

    static long least(SqlType type) {
        return switch (type.kind()) {
            case TINYINT -> 0;
            case SMALLINT -> Short.MIN_VALUE;
            case INT -> Integer.MIN_VALUE;
            case BIGINT -> Long.MIN_VALUE;
            default -> -most(type);
        };
    }

    static long most(SqlType type) {
        return switch (type.kind()) {
            case TINYINT -> 255;
            case SMALLINT -> Short.MAX_VALUE;
            case INT -> Integer.MAX_VALUE;
            case BIGINT -> Long.MAX_VALUE;
            default ->
                type.precision() > DIGITS_OF_LONG
                        ? Long.MAX_VALUE
                        : BigInteger.TEN.pow(type.precision()).longValueExact() - 1;
        };
    }

    SchemaPlan drop(DropSequences drop) throws Refusal {
        var first = Location.of(drop.sequences().get(0), databases, surroundings);
        var draft = new Draft(first.database());
        for (var name : drop.sequences()) {
            var location = Location.of(name, databases, surroundings);
            if (location.database().id() != first.database().id()) {
                throw refusing.notPlayed("drop sequences of several databases in one statement");
            }
            var sequence = draft.catalog().sequence(location.schema(), location.name());
            if (sequence.isPresent()) {
                draft.run("DROP SEQUENCE " + location.engineName());
                draft.change(draft.catalog().without(sequence.get()));
                draft.touch(What.DROPPED, sequence.get());
            } else if (!drop.ifExists()) {
                draft.say(refusing.error(3701, "drop", "sequence object", Refusing.written(name))
                        .withState(5));
            }
        }
        if (draft.changesNothing() && !draft.said().isEmpty()) {
            throw new Refusal(draft.said());
        }
        return draft.plan();
    }
}
