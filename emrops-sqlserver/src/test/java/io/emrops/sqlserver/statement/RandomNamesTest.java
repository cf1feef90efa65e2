package io.emrops.sqlserver.statement;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.testkit.sqlserver.grammar.Operand;
import io.emrops.testkit.sqlserver.statement.AdminStatement;
import io.emrops.testkit.sqlserver.statement.Backup;
import io.emrops.testkit.sqlserver.statement.BackupOption;
import io.emrops.testkit.sqlserver.statement.Device;
import io.emrops.testkit.sqlserver.statement.Recogniser;
import io.emrops.testkit.sqlserver.statement.Recognition.Recognised;
import io.emrops.testkit.sqlserver.statement.Restore;
import io.emrops.testkit.sqlserver.statement.RestoreFileListOnly;
import io.emrops.testkit.sqlserver.statement.RestoreHeaderOnly;
import io.emrops.testkit.sqlserver.statement.RestoreLabelOnly;
import io.emrops.testkit.sqlserver.statement.RestoreOption;
import io.emrops.testkit.sqlserver.statement.RestoreVerifyOnly;
import io.emrops.testkit.sqlserver.statement.Scope;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

/** Whatever stands for a name, a path or a text: it is refused, or the server reads it as what it is and nothing else. */
class RandomNamesTest {
    private static final Recogniser SERVER = new Recogniser(13);

    @Provide
    static Arbitrary<String> texts() {
        var pieces = Arbitraries.of(
                "]",
                "[",
                "]]",
                "'",
                "''",
                "\"",
                ";",
                "--",
                "/*",
                "*/",
                "\\",
                "/",
                "..",
                ".",
                " ",
                "{",
                "}",
                "{limit 1}",
                "?",
                "@x",
                "%s",
                "$1",
                "NUL",
                "GO",
                "x",
                "Patient",
                "ä",
                "\u540D",
                "\uD83D\uDE91",
                "\uD83D",
                "\uDE91",
                "\u0000",
                "\n",
                "\r\n",
                "\t",
                "\u2028",
                "\u00A0",
                "\u200F",
                "] WITH INIT; DROP DATABASE [x",
                "' WITH FORMAT --");
        var mixed = pieces.list().ofMinSize(0).ofMaxSize(8).map(parts -> String.join("", parts));
        var allowed = Arbitraries.of(
                        "]",
                        "[",
                        "]]",
                        "'",
                        "''",
                        ";",
                        "--",
                        " ",
                        "{",
                        "}",
                        "{fn x()}",
                        "?",
                        "@x",
                        "%s",
                        "$1",
                        "GO",
                        "\u540D",
                        "\uD83D\uDE91",
                        "\u00A0",
                        "] WITH INIT; DROP DATABASE [x",
                        "' WITH FORMAT --")
                .list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .map(parts -> String.join("", parts));
        var plain = Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(20);
        var anything = Arbitraries.strings().all().ofMaxLength(20);
        var long128 = mixed.map(text -> (text + "n".repeat(128)).substring(0, 128));
        var long129 = mixed.map(text -> (text + "n".repeat(129)).substring(0, 129));
        return Arbitraries.frequencyOf(
                Tuple.of(3, mixed),
                Tuple.of(12, allowed),
                Tuple.of(3, plain),
                Tuple.of(1, anything),
                Tuple.of(1, long128),
                Tuple.of(1, long129));
    }

    @Provide
    static Arbitrary<String> files() {
        var allowed = Arbitraries.of(
                        "]",
                        "[",
                        "'",
                        "''",
                        ";",
                        "--",
                        "{",
                        "}",
                        "{fn x()}",
                        "@x",
                        "%s",
                        "$1",
                        "GO",
                        "\u540D",
                        "\uD83D\uDE91",
                        "x.bak",
                        "' WITH FORMAT, NAME = 'x")
                .list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .map(parts -> String.join("", parts));
        return Arbitraries.frequencyOf(Tuple.of(5, allowed), Tuple.of(1, texts()));
    }

    @Provide
    static Arbitrary<Integer> bits() {
        return Arbitraries.integers().between(0, 255);
    }

    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void a_backup_is_refused_or_read_as_it_was_meant(
            @ForAll("texts") String database,
            @ForAll("files") String file,
            @ForAll("files") String second,
            @ForAll("texts") String name,
            @ForAll("texts") String certificate,
            @ForAll("bits") int bits) {
        var log = (bits & 1) != 0;
        var path = "D:\\Backup\\" + file;
        var share = "\\\\nas\\backup\\" + second;
        var statement = accepted(() -> {
            var backup = (log ? BackupStatement.log(database) : BackupStatement.database(database))
                    .to(ServerPath.windows(path))
                    .to(ServerPath.windows(share))
                    .checksum((bits & 2) != 0)
                    .name(name)
                    .description(name)
                    .encrypted(BackupStatement.Algorithm.AES_256, certificate)
                    .stats(1 + bits % 100);
            if ((bits & 4) != 0) {
                backup.copyOnly();
            }
            if ((bits & 8) != 0) {
                backup.compressed();
            }
            if ((bits & 16) != 0) {
                backup.continueAfterError();
            }
            if ((bits & 32) != 0) {
                backup.noRecovery();
            }
            if ((bits & 64) != 0) {
                backup.differential();
            }
            return backup.build().text();
        });

        Statistics.label("backup").collect(statement.isPresent() ? "accepted" : "refused");
        if (statement.isEmpty()) {
            return;
        }
        var read = (Backup) only(statement.get());
        assertThat(read.scope()).isEqualTo(log ? Scope.LOG : Scope.DATABASE);
        assertThat(read.database()).isEqualTo(new Operand.Name(database));
        assertThat(read.files()).isEmpty();
        assertThat(read.mirrors()).isEmpty();
        assertThat(read.devices()).containsExactly(disk(path.replace('/', '\\')), disk(share.replace('/', '\\')));
        var options = read.options();
        assertThat(options.value(BackupOption.Setting.NAME)).contains(new Operand.Text(name));
        assertThat(options.value(BackupOption.Setting.DESCRIPTION)).contains(new Operand.Text(name));
        assertThat(options.value(BackupOption.Setting.STATS)).contains(new Operand.WholeNumber(1 + bits % 100));
        assertThat(options.all(BackupOption.Encryption.class))
                .containsExactly(new BackupOption.Encryption(
                        BackupOption.Encryption.Algorithm.AES_256,
                        BackupOption.Encryption.Encryptor.CERTIFICATE,
                        certificate));
        assertThat(options.has(BackupOption.Flag.CHECKSUM)).isEqualTo((bits & 2) != 0);
        assertThat(options.has(BackupOption.Flag.NO_CHECKSUM)).isEqualTo((bits & 2) == 0);
        assertThat(options.has(BackupOption.Flag.COPY_ONLY)).isEqualTo((bits & 4) != 0);
        assertThat(options.has(BackupOption.Flag.COMPRESSION)).isEqualTo((bits & 8) != 0);
        assertThat(options.has(BackupOption.Flag.NO_COMPRESSION)).isEqualTo((bits & 8) == 0);
        assertThat(options.has(BackupOption.Flag.CONTINUE_AFTER_ERROR)).isEqualTo((bits & 16) != 0);
        assertThat(options.has(BackupOption.Flag.STOP_ON_ERROR)).isEqualTo((bits & 16) == 0);
        assertThat(options.has(BackupOption.Flag.NORECOVERY)).isEqualTo((bits & 32) != 0);
        assertThat(options.has(BackupOption.Flag.DIFFERENTIAL)).isEqualTo((bits & 64) != 0);
        assertThat(options.all()).doesNotHaveDuplicates();
        assertThat(options.all(BackupOption.Flag.class))
                .doesNotContain(
                        BackupOption.Flag.INIT,
                        BackupOption.Flag.FORMAT,
                        BackupOption.Flag.SKIP,
                        BackupOption.Flag.NO_TRUNCATE);
    }

    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void a_restore_is_refused_or_read_as_it_was_meant(
            @ForAll("texts") String database,
            @ForAll("files") String file,
            @ForAll("texts") String logical,
            @ForAll("files") String target,
            @ForAll("bits") int bits) {
        var log = (bits & 1) != 0;
        var path = "/backup/" + file;
        var moved = "/data/" + target;
        var stop = LocalDateTime.of(2026, 11, 20, 13, 45, bits % 60, 7_000_000);
        var statement = accepted(() -> {
            var restore = (log ? RestoreStatement.log(database) : RestoreStatement.database(database))
                    .from(ServerPath.linux(path))
                    .file(1 + bits)
                    .move(logical, ServerPath.linux(moved))
                    .checksum((bits & 2) != 0);
            if ((bits & 4) != 0) {
                restore.recovery();
            } else {
                restore.noRecovery();
            }
            if ((bits & 8) != 0) {
                restore.replace();
            }
            if ((bits & 16) != 0) {
                restore.stopAt(stop);
            }
            if ((bits & 32) != 0) {
                restore.restrictedUser();
            }
            return restore.build().text();
        });

        Statistics.label("restore").collect(statement.isPresent() ? "accepted" : "refused");
        if (statement.isEmpty()) {
            return;
        }
        var read = (Restore) only(statement.get());
        assertThat(read.scope()).isEqualTo(log ? Scope.LOG : Scope.DATABASE);
        assertThat(read.database()).isEqualTo(new Operand.Name(database));
        assertThat(read.devices()).containsExactly(disk(path));
        var options = read.options();
        assertThat(options.value(RestoreOption.Setting.FILE)).contains(new Operand.WholeNumber(1 + bits));
        assertThat(options.moves())
                .containsExactly(new RestoreOption.Move(new Operand.Text(logical), new Operand.Text(moved)));
        assertThat(options.has(RestoreOption.Flag.CHECKSUM)).isEqualTo((bits & 2) != 0);
        assertThat(options.has(RestoreOption.Flag.RECOVERY)).isEqualTo((bits & 4) != 0);
        assertThat(options.has(RestoreOption.Flag.NORECOVERY)).isEqualTo((bits & 4) == 0);
        assertThat(options.has(RestoreOption.Flag.REPLACE)).isEqualTo((bits & 8) != 0);
        assertThat(options.has(RestoreOption.Flag.RESTRICTED_USER)).isEqualTo((bits & 32) != 0);
        assertThat(options.stops())
                .isEqualTo(
                        (bits & 16) == 0
                                ? List.of()
                                : List.of(new RestoreOption.Stop(
                                        RestoreOption.Stop.Kind.STOPAT,
                                        new Operand.Text(stop + (stop.toString().length() == 23 ? "" : ".007")),
                                        Optional.empty())));
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void what_only_reads_a_backup_is_refused_or_read_as_it_was_meant(
            @ForAll("files") String file, @ForAll("bits") int bits) {
        var path = "/backup/" + file;
        var accepted = accepted(() -> ServerPath.linux(path));
        if (accepted.isEmpty()) {
            return;
        }
        var from = accepted.get();
        var position = Optional.of((Operand) new Operand.WholeNumber(1 + bits));

        var header = (RestoreHeaderOnly)
                only(RestoreStatement.headerOnly(from, 1 + bits).text());
        assertThat(header.device()).isEqualTo(disk(path));
        assertThat(header.options().value(RestoreOption.Setting.FILE)).isEqualTo(position);
        var files = (RestoreFileListOnly)
                only(RestoreStatement.fileListOnly(from, 1 + bits).text());
        assertThat(files.device()).isEqualTo(disk(path));
        assertThat(files.options().value(RestoreOption.Setting.FILE)).isEqualTo(position);
        assertThat(((RestoreHeaderOnly) only(RestoreStatement.headerOnly(from).text()))
                        .options()
                        .all())
                .isEmpty();
        assertThat(((RestoreLabelOnly) only(RestoreStatement.labelOnly(from).text())).device())
                .isEqualTo(disk(path));
        var verify = (RestoreVerifyOnly) only(
                RestoreStatement.verifyOnly().from(from).file(1 + bits).build().text());
        assertThat(verify.devices()).containsExactly(disk(path));
        assertThat(verify.options().value(RestoreOption.Setting.FILE)).isEqualTo(position);
        assertThat(verify.options().has(RestoreOption.Flag.STOP_ON_ERROR)).isTrue();
        assertThat(verify.options().has(RestoreOption.Flag.CHECKSUM)).isTrue();
    }

    private static Device disk(String path) {
        return new Device(Device.Kind.DISK, new Operand.Text(path));
    }

    private static AdminStatement only(String text) {
        var recognition = SERVER.recognise(text);
        assertThat(recognition).as(text).isInstanceOf(Recognised.class);
        var recognised = (Recognised) recognition;
        assertThat(recognised.rest()).isEmpty();
        assertThat(recognised.statements()).hasSize(1);
        return recognised.statements().get(0);
    }

    private static <T> Optional<T> accepted(Supplier<T> made) {
        try {
            return Optional.of(made.get());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
