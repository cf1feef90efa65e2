package io.emrops.testkit.sqlserver.statement;

import io.emrops.testkit.sqlserver.grammar.Operand;
import io.emrops.testkit.sqlserver.grammar.Operand.Name;
import io.emrops.testkit.sqlserver.grammar.Operand.Text;
import io.emrops.testkit.sqlserver.grammar.Operand.Variable;
import io.emrops.testkit.sqlserver.grammar.Operand.WholeNumber;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Statements that a server of 2025 reads, with names and values that are hard to spell. */
final class AnyStatement {
    private AnyStatement() {}

    static Arbitrary<AdminStatement> any() {
        return Arbitraries.oneOf(backups(), restores(), media(), AnyDatabaseStatement.any());
    }

    static Arbitrary<String> names() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "WARD", "my-db", "order", "With", "mirror", "DISK", "Tape", "log", "o]c\"", "ä b", "$1", "_"),
                Arbitraries.strings()
                        .withChars("ab1_ ]['\"-.;/*\n\u00e9\uD83D\uDE00")
                        .ofMinLength(1)
                        .ofMaxLength(8));
    }

    static Arbitrary<Boolean> switches() {
        return Arbitraries.of(true, false);
    }

    static Arbitrary<Operand> variables() {
        return Arbitraries.strings()
                .withChars("aP0_#$@")
                .ofMinLength(1)
                .ofMaxLength(4)
                .filter(name -> !name.startsWith("@"))
                .map(name -> new Variable("@" + name));
    }

    static Arbitrary<Operand> texts() {
        return Arbitraries.oneOf(
                Arbitraries.of("", "/b/ward.bak", "it's", "''", "--", "/*").map(Text::new),
                Arbitraries.strings().ofMaxLength(8).map(Text::new));
    }

    static Arbitrary<Operand> numbers() {
        return Arbitraries.integers().greaterOrEqual(-Integer.MAX_VALUE).map(WholeNumber::new);
    }

    static Arbitrary<Integer> counts() {
        return Arbitraries.integers().greaterOrEqual(0);
    }

    private static Arbitrary<Operand> textsOrVariables() {
        return Arbitraries.oneOf(texts(), variables());
    }

    private static Arbitrary<Operand> namesOrVariables() {
        return Arbitraries.oneOf(names().map(Name::new), variables());
    }

    static Arbitrary<Operand> values() {
        return Arbitraries.oneOf(texts(), numbers(), variables());
    }

    private static Arbitrary<Device> devices() {
        return Arbitraries.of(Device.Kind.class)
                .flatMap(kind -> (kind == Device.Kind.LOGICAL ? namesOrVariables() : textsOrVariables())
                        .map(place -> new Device(kind, place)));
    }

    private static Arbitrary<List<Device>> families() {
        return devices().list().ofMinSize(1).ofMaxSize(3);
    }

    private static Arbitrary<List<FileSelection>> files() {
        return Arbitraries.of(FileSelection.Kind.class)
                .flatMap(kind -> {
                    var most = kind == FileSelection.Kind.PAGE ? 1 : 3;
                    return kind == FileSelection.Kind.READ_WRITE_FILEGROUPS
                            ? Arbitraries.just(new FileSelection(kind, List.of()))
                            : textsOrVariables()
                                    .list()
                                    .ofMinSize(1)
                                    .ofMaxSize(most)
                                    .map(names -> new FileSelection(kind, names));
                })
                .list()
                .ofMaxSize(2);
    }

    private static Arbitrary<BackupOption> backupOptions() {
        return Arbitraries.oneOf(
                Arbitraries.of(BackupOption.Flag.class),
                Combinators.combine(Arbitraries.of(BackupOption.Setting.class), values())
                        .as(BackupOption.Value::new),
                Combinators.combine(
                                Arbitraries.of(BackupOption.Compression.Algorithm.class),
                                Arbitraries.of(BackupOption.Compression.Level.class)
                                        .optional())
                        .as(BackupOption.Compression::new),
                Combinators.combine(
                                Arbitraries.of(BackupOption.Encryption.Algorithm.class),
                                Arbitraries.of(BackupOption.Encryption.Encryptor.class),
                                names())
                        .as(BackupOption.Encryption::new));
    }

    private static Arbitrary<Backup> backups() {
        return Combinators.combine(
                        Arbitraries.of(Scope.class),
                        namesOrVariables(),
                        files(),
                        families(),
                        families().list().ofMaxSize(2),
                        backupOptions().list().ofMaxSize(4).map(BackupOptions::new))
                .as((scope, database, files, devices, mirrors, options) ->
                        new Backup(scope, database, scope == Scope.LOG ? List.of() : files, devices, mirrors, options));
    }

    private static Arbitrary<RestoreOptions> restoreOptions() {
        var values = Arbitraries.of(RestoreOption.Setting.class)
                .flatMap(setting -> (setting == RestoreOption.Setting.FILE || setting == RestoreOption.Setting.STATS
                                ? Arbitraries.oneOf(numbers(), variables())
                                : values())
                        .map(value -> new RestoreOption.Value(setting, value)));
        var stops = Combinators.combine(
                        Arbitraries.of(RestoreOption.Stop.Kind.class),
                        textsOrVariables(),
                        textsOrVariables().optional())
                .as((kind, point, after) -> new RestoreOption.Stop(
                        kind, point, kind == RestoreOption.Stop.Kind.STOPAT ? Optional.empty() : after));
        return Arbitraries.<RestoreOption>oneOf(
                        Arbitraries.of(RestoreOption.Flag.class),
                        values,
                        stops,
                        Combinators.combine(textsOrVariables(), textsOrVariables())
                                .as(RestoreOption.Move::new),
                        texts().map(text -> new RestoreOption.Filestream(((Text) text).value())))
                .list()
                .ofMaxSize(4)
                .map(RestoreOptions::new);
    }

    private static Arbitrary<AdminStatement> restores() {
        return Combinators.combine(
                        Arbitraries.of(Scope.class),
                        namesOrVariables(),
                        files(),
                        devices().list().ofMaxSize(3),
                        restoreOptions(),
                        textsOrVariables().optional(0.2))
                .as((scope, database, files, devices, options, snapshot) -> snapshot.isPresent()
                        ? new RevertToSnapshot(scope, database, files, snapshot.get(), options)
                        : new Restore(scope, database, files, devices, options));
    }

    private static Arbitrary<AdminStatement> media() {
        return Arbitraries.oneOf(
                Combinators.combine(devices(), restoreOptions()).as(RestoreHeaderOnly::new),
                Combinators.combine(devices(), restoreOptions()).as(RestoreFileListOnly::new),
                Combinators.combine(devices(), restoreOptions()).as(RestoreLabelOnly::new),
                Combinators.combine(families(), restoreOptions()).as(RestoreVerifyOnly::new),
                Combinators.combine(families(), restoreOptions()).as(RestoreRewindOnly::new));
    }
}
