package io.emrops.testkit.sqlserver.syntax;

import io.emrops.testkit.sqlserver.grammar.ObjectName;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.grammar.ReservedWords;
import io.emrops.testkit.sqlserver.grammar.Rule;
import io.emrops.testkit.sqlserver.grammar.TokenCursor;
import io.emrops.testkit.sqlserver.syntax.SchemaChange.CreateIndex;
import io.emrops.testkit.sqlserver.syntax.SchemaChange.DropIndex;
import io.emrops.testkit.sqlserver.tsql.Token;
import io.emrops.testkit.sqlserver.tsql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads CREATE, ALTER and DROP of tables and indexes, and hands on those of views, schemas and sequences. */
final class SchemaChangeParser {
    private final Parsers parsers;
    private final TokenCursor cursor;
    private final IndexOptionParser options;
    private final ConstraintParser constraints;
    private final TableDefinitionParser definitions;
    private final AlterTableParser tables;
    private final ModuleParser modules;

    SchemaChangeParser(Parsers parsers) {
        this.parsers = parsers;
        this.cursor = parsers.cursor();
        this.options = new IndexOptionParser(parsers);
        this.constraints = new ConstraintParser(parsers, options);
        this.definitions = new TableDefinitionParser(parsers, constraints);
        this.tables = new AlterTableParser(parsers, definitions, constraints);
        this.modules = new ModuleParser(parsers, constraints);
    }

    TableDefinitionParser definitions() {
        return definitions;
    }

    /**
     * From CREATE on.
     *
     * @param first whether it is the first statement of its batch
     */
    Statement create(boolean first) throws Refusal {
        var line = cursor.line();
        var start = cursor.start();
        var token = cursor.here();
        cursor.require("CREATE");
        if (cursor.at("VIEW") || (cursor.at("OR") && cursor.at(1, "ALTER") && cursor.at(2, "VIEW"))) {
            requireFirst(first, token, "CREATE VIEW");
            return modules.createView(start, line);
        }
        if (cursor.accept("TABLE")) {
            return createTable(line);
        }
        if (cursor.accept("SCHEMA")) {
            requireFirst(first, token, "CREATE SCHEMA");
            return modules.createSchema(line);
        }
        if (cursor.accept("SEQUENCE")) {
            return modules.createSequence(line);
        }
        if (cursor.at("UNIQUE") || cursor.at("CLUSTERED") || cursor.at("NONCLUSTERED") || cursor.at("INDEX")) {
            return createIndex(line);
        }
        throw unknown();
    }

    private void requireFirst(boolean first, Token token, String what) throws Refusal {
        if (!first) {
            throw cursor.refusal(Rule.NOT_FIRST_IN_BATCH, token, what);
        }
    }

    private Refusal unknown() {
        return cursor.at(Kind.WORD) && !ReservedWords.contain(cursor.here().text())
                ? parsers.refusal(Rule.UNKNOWN_OBJECT_KIND, cursor.here().text())
                : cursor.unexpected();
    }

    private SchemaChange createTable(int line) throws Refusal {
        var name = parsers.sources().name();
        if (cursor.at("AS") && cursor.at(1, "FILETABLE")) {
            throw parsers.refusal(Unsupported.FILESTREAM);
        }
        var definition = definitions.inBrackets();
        options.ofTable();
        return new SchemaChange.CreateTable(name, definition, line);
    }

    private SchemaChange createIndex(int line) throws Refusal {
        var unique = cursor.accept("UNIQUE");
        var clustered = options.clustered().orElse(false);
        cursor.require("INDEX");
        var index = cursor.name();
        cursor.require("ON");
        var table = parsers.sources().name();
        var columns = constraints.keyColumns();
        var included = cursor.accept("INCLUDE") ? includedColumns() : List.<String>of();
        var filter = Optional.<Condition>empty();
        var source = "";
        if (cursor.accept("WHERE")) {
            var start = cursor.start();
            filter = Optional.of(parsers.conditions().condition());
            source = constraints.source(start);
        }
        options.ofIndex();
        return new CreateIndex(unique, clustered, index, table, columns, included, filter, source, line);
    }

    private List<String> includedColumns() throws Refusal {
        cursor.require('(');
        var names = constraints.names();
        cursor.require(')');
        return names;
    }

    /** From ALTER on. */
    Statement alter(boolean first) throws Refusal {
        var line = cursor.line();
        var start = cursor.start();
        var token = cursor.here();
        cursor.require("ALTER");
        if (cursor.accept("TABLE")) {
            return tables.statement(line);
        }
        if (cursor.at("VIEW")) {
            requireFirst(first, token, "ALTER VIEW");
            return modules.alterView(start, line);
        }
        throw unknown();
    }

    /** From DROP on. */
    List<Statement> drop() throws Refusal {
        var line = cursor.line();
        cursor.require("DROP");
        if (cursor.accept("TABLE")) {
            var ifExists = ifExists();
            return List.of(new SchemaChange.DropTables(objects(), ifExists, line));
        }
        if (cursor.accept("VIEW")) {
            var ifExists = ifExists();
            return List.of(new SchemaChange.DropViews(objects(), ifExists, line));
        }
        if (cursor.accept("SCHEMA")) {
            var ifExists = ifExists();
            return List.of(new SchemaChange.DropSchema(cursor.name(), ifExists, line));
        }
        if (cursor.accept("SEQUENCE")) {
            var ifExists = ifExists();
            return List.of(new SchemaChange.DropSequences(objects(), ifExists, line));
        }
        if (cursor.accept("INDEX")) {
            return dropIndexes(line);
        }
        throw unknown();
    }

    private List<Statement> dropIndexes(int line) throws Refusal {
        var ifExists = ifExists();
        var drops = new ArrayList<Statement>();
        do {
            drops.add(dropIndex(ifExists, line));
        } while (cursor.accept(','));
        if (cursor.at("WITH") && cursor.at(1, '(')) {
            options.inBrackets("DROP INDEX");
        }
        return drops;
    }

    /** {@code i ON t}, or {@code t.i} as of old. */
    private DropIndex dropIndex(boolean ifExists, int line) throws Refusal {
        var parts = parsers.expressions().parts();
        if (parts.size() == 1) {
            cursor.require("ON");
            return new DropIndex(parts.get(0), parsers.sources().name(), ifExists, line);
        }
        if (parts.size() > 4) {
            throw cursor.unexpected();
        }
        var owners = new ArrayList<>(List.of("", ""));
        owners.addAll(parts);
        var size = owners.size();
        var table = new ObjectName(owners.get(size - 4), owners.get(size - 3), owners.get(size - 2));
        return new DropIndex(owners.get(size - 1), table, ifExists, line);
    }

    private boolean ifExists() throws Refusal {
        var ifExists = cursor.accept("IF");
        if (ifExists) {
            cursor.require("EXISTS");
        }
        return ifExists;
    }

    private List<ObjectName> objects() throws Refusal {
        var names = new ArrayList<ObjectName>();
        do {
            names.add(parsers.sources().name());
        } while (cursor.accept(','));
        return names;
    }
}
