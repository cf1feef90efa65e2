package io.emrops.testkit.sqlserver.statement;

import io.emrops.testkit.sqlserver.grammar.Foreign;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.grammar.ReservedWords;
import io.emrops.testkit.sqlserver.grammar.Rule;
import io.emrops.testkit.sqlserver.grammar.Stop;
import io.emrops.testkit.sqlserver.grammar.TokenCursor;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.QueryStore;
import io.emrops.testkit.sqlserver.statement.DatabaseSetting.Switch;
import io.emrops.testkit.sqlserver.tsql.Token.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads ALTER DATABASE from behind these two words on. */
final class AlterDatabaseParser {
    /** Settings that the server knows and that are left to somebody else. */
    private static final List<String> OTHERS = List.of(
            "AUTOMATIC_TUNING",
            "CHANGE_TRACKING",
            "CONTAINMENT",
            "CURSOR_DEFAULT",
            "DATA_RETENTION",
            "DEFAULT_FULLTEXT_LANGUAGE",
            "DEFAULT_LANGUAGE",
            "FILESTREAM",
            "LEDGER",
            "NESTED_TRIGGERS",
            "PARAMETERIZATION",
            "PARTNER",
            "PERSISTENT_LOG_BUFFER",
            "REMOTE_DATA_ARCHIVE",
            "SUPPLEMENTAL_LOGGING",
            "SUSPEND_FOR_SNAPSHOT_BACKUP",
            "TRANSFORM_NOISE_WORDS",
            "TWO_DIGIT_YEAR_CUTOFF",
            "VARDECIMAL_STORAGE_FORMAT",
            "WITNESS");

    private final TokenCursor cursor;
    private final FileParser files;

    AlterDatabaseParser(TokenCursor cursor) {
        this.cursor = cursor;
        this.files = new FileParser(cursor);
    }

    AlterDatabase statement() throws Stop {
        var name = cursor.accept("CURRENT") ? Optional.<String>empty() : Optional.of(cursor.name());
        return new AlterDatabase(name, change());
    }

    private DatabaseChange change() throws Stop {
        if (cursor.accept("SET")) {
            return settings();
        }
        if (cursor.accept("COLLATE")) {
            return new DatabaseChange.Collate(cursor.name());
        }
        if (cursor.accept("ADD")) {
            return added();
        }
        if (cursor.accept("REMOVE")) {
            requireNoFileGroup();
            cursor.require("FILE");
            return new DatabaseChange.RemoveFile(files.nameOrText());
        }
        cursor.require("MODIFY");
        if (cursor.accept("NAME")) {
            cursor.require('=');
            return new DatabaseChange.Rename(cursor.name());
        }
        requireNoFileGroup();
        cursor.require("FILE");
        return new DatabaseChange.ModifyFile(files.file(true));
    }

    private DatabaseChange added() throws Stop {
        requireNoFileGroup();
        var log = cursor.accept("LOG");
        cursor.require("FILE");
        var added = files.files();
        var fileGroup = cursor.accept("TO", "FILEGROUP") ? Optional.of(cursor.name()) : Optional.<String>empty();
        return new DatabaseChange.AddFiles(log, added, fileGroup);
    }

    private void requireNoFileGroup() throws Foreign {
        if (cursor.at("FILEGROUP")) {
            throw new Foreign();
        }
    }

    private DatabaseChange settings() throws Stop {
        var settings = new ArrayList<DatabaseSetting>();
        do {
            settings.add(setting());
        } while (cursor.accept(','));
        return new DatabaseChange.Settings(settings, cursor.accept("WITH") ? termination() : new Termination.Wait());
    }

    private Termination termination() throws Refusal {
        if (cursor.accept("NO_WAIT")) {
            return new Termination.NoWait();
        }
        cursor.require("ROLLBACK");
        if (cursor.accept("IMMEDIATE")) {
            return new Termination.RollbackImmediate();
        }
        cursor.require("AFTER");
        var seconds = cursor.integer();
        cursor.accept("SECONDS");
        return new Termination.RollbackAfter(seconds);
    }

    private DatabaseSetting setting() throws Stop {
        var word = Optional.<DatabaseSetting>empty()
                .or(() -> cursor.accept(DatabaseSetting.State.class))
                .or(() -> cursor.accept(DatabaseSetting.UserAccess.class))
                .or(() -> cursor.accept(DatabaseSetting.Updateability.class))
                .or(() -> cursor.accept(DatabaseSetting.Broker.class));
        if (word.isPresent()) {
            return word.get();
        }
        if (cursor.accept("RECOVERY")) {
            return cursor.require(DatabaseSetting.RecoveryModel.class);
        }
        if (cursor.accept("PAGE_VERIFY")) {
            return cursor.require(DatabaseSetting.PageVerify.class);
        }
        if (cursor.accept("COMPATIBILITY_LEVEL")) {
            cursor.require('=');
            return new DatabaseSetting.CompatibilityLevel(cursor.integer());
        }
        if (cursor.accept("TARGET_RECOVERY_TIME")) {
            return targetRecoveryTime();
        }
        if (cursor.accept("DELAYED_DURABILITY")) {
            cursor.require('=');
            return cursor.require(DatabaseSetting.DelayedDurability.class);
        }
        if (cursor.accept("HADR")) {
            return cursor.accept(DatabaseSetting.Hadr.class).orElseThrow(Foreign::new);
        }
        if (cursor.accept("QUERY_STORE")) {
            return queryStore();
        }
        return toggle();
    }

    private DatabaseSetting targetRecoveryTime() throws Refusal {
        cursor.require('=');
        var amount = cursor.integer();
        if (cursor.accept("MINUTES")) {
            return new DatabaseSetting.TargetRecoveryTime(Duration.ofMinutes(amount));
        }
        cursor.require("SECONDS");
        return new DatabaseSetting.TargetRecoveryTime(Duration.ofSeconds(amount));
    }

    private DatabaseSetting queryStore() throws Stop {
        cursor.accept('=');
        requireNoOptions();
        var store = cursor.require(QueryStore.class);
        if (store == QueryStore.CLEAR) {
            cursor.accept("ALL");
        }
        requireNoOptions();
        return store;
    }

    private DatabaseSetting toggle() throws Stop {
        for (var kind : Switch.Kind.values()) {
            if (cursor.isKnown(kind) && cursor.accept(kind.name())) {
                if (kind.hasEqualsSign()) {
                    cursor.require('=');
                }
                if (kind == Switch.Kind.ENCRYPTION && (cursor.at("SUSPEND") || cursor.at("RESUME"))) {
                    throw new Foreign();
                }
                var toggle = new Switch(kind, cursor.requireSwitch());
                requireNoOptions();
                return toggle;
            }
        }
        throw unknown();
    }

    private Stop unknown() {
        var token = cursor.peek(0);
        if (token == null || token.kind() != Kind.WORD || ReservedWords.contain(token.text())) {
            return cursor.unexpected();
        }
        return OTHERS.stream().anyMatch(token::is)
                ? new Foreign()
                : cursor.refusal(Rule.UNKNOWN_DATABASE_SETTING, token, token.text());
    }

    private void requireNoOptions() throws Foreign {
        if (cursor.at('(')) {
            throw new Foreign();
        }
    }
}
