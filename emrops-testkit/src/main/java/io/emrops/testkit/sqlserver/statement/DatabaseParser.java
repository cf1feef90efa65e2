package io.emrops.testkit.sqlserver.statement;

import io.emrops.testkit.sqlserver.grammar.Foreign;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.grammar.Rule;
import io.emrops.testkit.sqlserver.grammar.Stop;
import io.emrops.testkit.sqlserver.grammar.TokenCursor;
import io.emrops.testkit.sqlserver.statement.CreateDatabase.Attachment;
import io.emrops.testkit.sqlserver.statement.CreateDatabase.Containment;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.Switch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads CREATE and DROP DATABASE from behind these two words on. */
final class DatabaseParser {
    private final TokenCursor cursor;
    private final FileParser files;

    DatabaseParser(TokenCursor cursor) {
        this.cursor = cursor;
        this.files = new FileParser(cursor);
    }

    CreateDatabase create() throws Stop {
        var name = cursor.name();
        var containment = Optional.<Containment>empty();
        if (cursor.accept("CONTAINMENT")) {
            cursor.require('=');
            containment = Optional.of(cursor.require(Containment.class));
        }
        var fileGroups = cursor.accept("ON") ? fileGroups() : List.<FileGroup>of();
        var log = log(!fileGroups.isEmpty());
        var collation = cursor.accept("COLLATE") ? Optional.of(cursor.name()) : Optional.<String>empty();
        var attachment = Optional.<Attachment>empty();
        if (cursor.accept("FOR")) {
            attachment = Optional.of(cursor.require(Attachment.class));
        }
        var snapshotOf = Optional.<String>empty();
        if (cursor.accept("AS")) {
            cursor.require("SNAPSHOT");
            cursor.require("OF");
            snapshotOf = Optional.of(cursor.name());
        }
        return new CreateDatabase(name, containment, fileGroups, log, collation, attachment, snapshotOf, options());
    }

    DropDatabase drop() throws Refusal {
        var ifExists = cursor.accept("IF");
        if (ifExists) {
            cursor.require("EXISTS");
        }
        var names = new ArrayList<String>();
        do {
            names.add(cursor.name());
        } while (cursor.accept(','));
        return new DropDatabase(ifExists, names);
    }

    private List<FileGroup> fileGroups() throws Stop {
        cursor.accept("PRIMARY");
        var groups = new ArrayList<FileGroup>();
        groups.add(new FileGroup(FileGroup.PRIMARY, files.files()));
        while (cursor.accept(',')) {
            cursor.require("FILEGROUP");
            var name = cursor.name();
            if (cursor.at("CONTAINS") || cursor.at("DEFAULT")) {
                throw new Foreign();
            }
            groups.add(new FileGroup(name, files.files()));
        }
        return groups;
    }

    private List<FileSpec> log(boolean hasData) throws Refusal {
        var token = cursor.peek(0);
        if (token == null || !cursor.accept("LOG")) {
            return List.of();
        }
        cursor.require("ON");
        if (!hasData) {
            throw cursor.refusal(Rule.LOG_FILE_WITHOUT_DATA_FILE, token);
        }
        return files.files();
    }

    /** Of the options, these two; others are left to somebody else. */
    private List<Switch> options() throws Stop {
        var options = new ArrayList<Switch>();
        if (cursor.accept("WITH")) {
            do {
                if (cursor.accept("TRUSTWORTHY")) {
                    options.add(new Switch(Switch.Kind.TRUSTWORTHY, cursor.requireSwitch()));
                } else if (cursor.accept("DB_CHAINING")) {
                    options.add(new Switch(Switch.Kind.DB_CHAINING, cursor.requireSwitch()));
                } else if (cursor.atName()) {
                    throw new Foreign();
                } else {
                    throw cursor.unexpected();
                }
            } while (cursor.accept(','));
        }
        return options;
    }
}
