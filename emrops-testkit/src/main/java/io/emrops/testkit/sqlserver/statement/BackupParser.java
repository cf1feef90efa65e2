package io.emrops.testkit.sqlserver.statement;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.grammar.Rule;
import io.emrops.testkit.sqlserver.grammar.TokenCursor;
import io.emrops.testkit.sqlserver.statement.BackupOption.Compression;
import io.emrops.testkit.sqlserver.statement.BackupOption.Encryption;
import io.emrops.testkit.sqlserver.tsql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads BACKUP from behind its first word on. */
final class BackupParser {
    private final TokenCursor cursor;
    private final DeviceParser parts;

    BackupParser(TokenCursor cursor) {
        this.cursor = cursor;
        this.parts = new DeviceParser(cursor);
    }

    Backup statement() throws Refusal {
        var scope = cursor.require(Scope.class);
        var database = cursor.nameOrVariable();
        var files = scope == Scope.DATABASE ? parts.files() : List.<FileSelection>of();
        cursor.require("TO");
        var devices = parts.devices();
        var mirrors = new ArrayList<List<Device>>();
        while (cursor.accept("MIRROR", "TO")) {
            mirrors.add(parts.devices());
        }
        var options = new ArrayList<BackupOption>();
        if (cursor.accept("WITH")) {
            do {
                options.add(option());
            } while (cursor.accept(','));
        }
        return new Backup(scope, database, files, devices, mirrors, new BackupOptions(options));
    }

    private BackupOption option() throws Refusal {
        if (cursor.at("ENCRYPTION")) {
            return encryption();
        }
        if (cursor.version() >= Compression.Algorithm.MS_XPRESS.since()
                && cursor.at("COMPRESSION")
                && cursor.at(1, '(')) {
            return compression();
        }
        if (!cursor.at(Kind.WORD)) {
            throw cursor.unexpected();
        }
        if (!cursor.at(1, '=')) {
            return cursor.requireOption(BackupOption.Flag.class, Rule.UNKNOWN_BACKUP_OPTION, "BACKUP");
        }
        var setting = cursor.requireOption(BackupOption.Setting.class, Rule.UNKNOWN_BACKUP_OPTION_WITH_VALUE, "BACKUP");
        cursor.require('=');
        return new BackupOption.Value(setting, cursor.value());
    }

    private Compression compression() throws Refusal {
        cursor.require("COMPRESSION");
        cursor.require('(');
        cursor.require("ALGORITHM");
        cursor.require('=');
        var algorithm = algorithm();
        var level = Optional.<Compression.Level>empty();
        if (cursor.accept(',')) {
            if (cursor.at("LEVEL") && cursor.version() < Compression.Algorithm.ZSTD.since()) {
                throw cursor.unknownOption(Rule.OPTION_OF_NEWER_VERSION, "BACKUP");
            }
            cursor.require("LEVEL");
            cursor.require('=');
            level = Optional.of(cursor.require(Compression.Level.class));
        }
        cursor.require(')');
        return new Compression(algorithm, level);
    }

    private Encryption encryption() throws Refusal {
        cursor.require("ENCRYPTION");
        cursor.require('(');
        cursor.require("ALGORITHM");
        cursor.require('=');
        var algorithm = cursor.require(Encryption.Algorithm.class);
        cursor.require(',');
        cursor.require("SERVER");
        var encryptor = Encryption.Encryptor.CERTIFICATE;
        if (cursor.accept("ASYMMETRIC", "KEY")) {
            encryptor = Encryption.Encryptor.ASYMMETRIC_KEY;
        } else {
            cursor.require("CERTIFICATE");
        }
        cursor.require('=');
        var name = cursor.name();
        cursor.require(')');
        return new Encryption(algorithm, encryptor, name);
    }

    private Compression.Algorithm algorithm() throws Refusal {
        for (var algorithm : Compression.Algorithm.values()) {
            if (cursor.at(algorithm.name()) && !cursor.isKnown(algorithm)) {
                throw cursor.unknownOption(Rule.OPTION_OF_NEWER_VERSION, "BACKUP");
            }
        }
        return cursor.require(Compression.Algorithm.class);
    }
}
