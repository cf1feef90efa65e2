package io.emrops.testkit.sqlserver.syntax;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.grammar.TokenCursor;
import io.emrops.testkit.sqlserver.syntax.SchemaChange.CreateSchema;
import io.emrops.testkit.sqlserver.syntax.SchemaChange.CreateSequence;
import io.emrops.testkit.sqlserver.syntax.SchemaChange.CreateView;
import io.emrops.testkit.sqlserver.tsql.Token.Kind;
import java.util.Optional;

/** Reads views, schemas and sequences. */
final class ModuleParser {
    private final Parsers parsers;
    private final TokenCursor cursor;
    private final ConstraintParser constraints;

    ModuleParser(Parsers parsers, ConstraintParser constraints) {
        this.parsers = parsers;
        this.cursor = parsers.cursor();
        this.constraints = constraints;
    }

    /** From behind CREATE on. */
    SchemaChange createView(int start, int line) throws Refusal {
        var either = cursor.accept("OR", "ALTER");
        return view(either ? CreateView.Mode.CREATE_OR_ALTER : CreateView.Mode.CREATE, start, line);
    }

    /** From behind ALTER on. */
    SchemaChange alterView(int start, int line) throws Refusal {
        return view(CreateView.Mode.ALTER, start, line);
    }

    private SchemaChange view(CreateView.Mode mode, int start, int line) throws Refusal {
        cursor.require("VIEW");
        var name = parsers.sources().name();
        var columns = parsers.queries().lists().namesInBrackets();
        if (cursor.accept("WITH")) {
            do {
                attribute();
            } while (cursor.accept(','));
        }
        cursor.require("AS");
        var with = parsers.queries().commonTables();
        var query = parsers.queries().subquery();
        if (cursor.at("WITH") && cursor.at(1, "CHECK")) {
            throw parsers.refusal(Unsupported.VIEW_OPTIONS);
        }
        cursor.skip(';');
        if (!cursor.atEnd()) {
            throw cursor.unexpected();
        }
        return new CreateView(name, columns, with, query, mode, cursor.written(start), line);
    }

    private void attribute() throws Refusal {
        if (cursor.at("ENCRYPTION")) {
            throw parsers.refusal(Unsupported.VIEW_OPTIONS);
        }
        if (!cursor.accept("SCHEMABINDING")) {
            cursor.require("VIEW_METADATA");
        }
    }

    /** From behind these two words on. */
    SchemaChange createSchema(int line) throws Refusal {
        if (cursor.at("AUTHORIZATION")) {
            throw parsers.refusal(Unsupported.SCHEMA_WITH_OBJECTS);
        }
        var schema = cursor.name();
        if (cursor.accept("AUTHORIZATION") && !cursor.name().equalsIgnoreCase("dbo")) {
            throw parsers.refusal(Unsupported.SCHEMA_WITH_OBJECTS);
        }
        if (cursor.at("CREATE") || cursor.at("GRANT") || cursor.at("REVOKE") || cursor.at("DENY")) {
            throw parsers.refusal(Unsupported.SCHEMA_WITH_OBJECTS);
        }
        return new CreateSchema(schema, line);
    }

    /** From behind these two words on. */
    SchemaChange createSequence(int line) throws Refusal {
        var name = parsers.sources().name();
        var type = cursor.accept("AS") ? Optional.of(parsers.types().type()) : Optional.<TypeName>empty();
        var start = Optional.<Long>empty();
        var increment = Optional.<Long>empty();
        var least = Optional.<Long>empty();
        var most = Optional.<Long>empty();
        var cycle = false;
        while (true) {
            if (cursor.accept("START")) {
                cursor.require("WITH");
                start = Optional.of(constraints.signedNumber());
            } else if (cursor.accept("INCREMENT")) {
                cursor.require("BY");
                increment = Optional.of(constraints.signedNumber());
            } else if (cursor.accept("MINVALUE")) {
                least = Optional.of(constraints.signedNumber());
            } else if (cursor.accept("MAXVALUE")) {
                most = Optional.of(constraints.signedNumber());
            } else if (cursor.accept("CYCLE")) {
                cycle = true;
            } else if (!withoutMeaning()) {
                return new CreateSequence(name, type, start, increment, least, most, cycle, line);
            }
        }
    }

    /** NO MINVALUE, NO MAXVALUE and NO CYCLE are what is anyway; a cache is not seen. */
    private boolean withoutMeaning() throws Refusal {
        if (cursor.accept("CACHE")) {
            if (cursor.at(Kind.NUMBER)) {
                cursor.integer();
            }
            return true;
        }
        return cursor.accept("NO", "MINVALUE")
                || cursor.accept("NO", "MAXVALUE")
                || cursor.accept("NO", "CYCLE")
                || cursor.accept("NO", "CACHE");
    }
}
