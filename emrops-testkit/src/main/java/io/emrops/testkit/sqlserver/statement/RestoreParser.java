package io.emrops.testkit.sqlserver.statement;

import io.emrops.testkit.sqlserver.grammar.Operand;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.grammar.Rule;
import io.emrops.testkit.sqlserver.grammar.TokenCursor;
import io.emrops.testkit.sqlserver.statement.RestoreOption.Setting;
import io.emrops.testkit.sqlserver.tsql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads RESTORE from behind its first word on. */
final class RestoreParser {
    private final TokenCursor cursor;
    private final DeviceParser parts;

    RestoreParser(TokenCursor cursor) {
        this.cursor = cursor;
        this.parts = new DeviceParser(cursor);
    }

    AdminStatement statement() throws Refusal {
        if (cursor.accept("HEADERONLY")) {
            return new RestoreHeaderOnly(onlyDevice(), options());
        }
        if (cursor.accept("FILELISTONLY")) {
            return new RestoreFileListOnly(onlyDevice(), options());
        }
        if (cursor.accept("LABELONLY")) {
            return new RestoreLabelOnly(onlyDevice(), options());
        }
        if (cursor.accept("VERIFYONLY")) {
            return new RestoreVerifyOnly(devices(), options());
        }
        if (cursor.accept("REWINDONLY")) {
            return new RestoreRewindOnly(devices(), options());
        }
        var scope = cursor.require(Scope.class);
        var database = cursor.nameOrVariable();
        var files = parts.files();
        if (cursor.at("FROM") && cursor.at(1, "DATABASE_SNAPSHOT") && cursor.at(2, '=')) {
            cursor.accept("FROM", "DATABASE_SNAPSHOT");
            cursor.require('=');
            return new RevertToSnapshot(scope, database, files, cursor.textOrVariable(), options());
        }
        var devices = cursor.at("FROM") ? devices() : List.<Device>of();
        return new Restore(scope, database, files, devices, options());
    }

    private List<Device> devices() throws Refusal {
        cursor.require("FROM");
        return parts.devices();
    }

    /** A second device is refused at its comma (unverified). */
    private Device onlyDevice() throws Refusal {
        cursor.require("FROM");
        return parts.device();
    }

    private RestoreOptions options() throws Refusal {
        var options = new ArrayList<RestoreOption>();
        if (cursor.accept("WITH")) {
            do {
                options.add(option());
            } while (cursor.accept(','));
        }
        return new RestoreOptions(options);
    }

    private RestoreOption option() throws Refusal {
        if (cursor.accept("MOVE")) {
            var logicalName = cursor.textOrVariable();
            cursor.require("TO");
            return new RestoreOption.Move(logicalName, cursor.textOrVariable());
        }
        if (cursor.at("FILESTREAM") && cursor.at(1, '(')) {
            return filestream();
        }
        if (!cursor.at(Kind.WORD)) {
            throw cursor.unexpected();
        }
        if (!cursor.at(1, '=')) {
            return cursor.requireOption(RestoreOption.Flag.class, Rule.UNKNOWN_RESTORE_OPTION, "RESTORE");
        }
        var stop = cursor.accept(RestoreOption.Stop.Kind.class);
        return stop.isPresent() ? stop(stop.get()) : value();
    }

    private RestoreOption stop(RestoreOption.Stop.Kind kind) throws Refusal {
        cursor.require('=');
        var point = cursor.textOrVariable();
        var after = kind != RestoreOption.Stop.Kind.STOPAT && cursor.accept("AFTER")
                ? Optional.of(cursor.textOrVariable())
                : Optional.<Operand>empty();
        return new RestoreOption.Stop(kind, point, after);
    }

    private RestoreOption value() throws Refusal {
        var setting = cursor.requireOption(Setting.class, Rule.UNKNOWN_RESTORE_OPTION_WITH_VALUE, "RESTORE");
        cursor.require('=');
        return new RestoreOption.Value(
                setting,
                switch (setting) {
                    case FILE, STATS -> cursor.integerOrVariable();
                    default -> cursor.value();
                });
    }

    private RestoreOption filestream() throws Refusal {
        cursor.require("FILESTREAM");
        cursor.require('(');
        cursor.require("DIRECTORY_NAME");
        cursor.require('=');
        var directory = cursor.text();
        cursor.require(')');
        return new RestoreOption.Filestream(directory);
    }
}
