package io.emrops.testkit.sqlserver.statement;

import java.util.List;
import java.util.function.Consumer;

/** Writes statements down in a spelling. */
final class Printer {
    private final Spelling out;

    Printer(Spelling out) {
        this.out = out;
    }

    void print(AdminStatement statement) {
        if (statement instanceof Backup backup) {
            backup(backup);
        } else if (statement instanceof Restore restore) {
            out.say("RESTORE " + restore.scope()).operand(restore.database());
            each(restore.files(), this::file);
            from(restore.devices());
            options(restore.options());
        } else if (statement instanceof RevertToSnapshot revert) {
            out.say("RESTORE " + revert.scope()).operand(revert.database());
            each(revert.files(), this::file);
            out.say("FROM DATABASE_SNAPSHOT =").operand(revert.snapshot());
            options(revert.options());
        } else if (statement instanceof RestoreHeaderOnly restore) {
            media("HEADERONLY", List.of(restore.device()), restore.options());
        } else if (statement instanceof RestoreFileListOnly restore) {
            media("FILELISTONLY", List.of(restore.device()), restore.options());
        } else if (statement instanceof RestoreLabelOnly restore) {
            media("LABELONLY", List.of(restore.device()), restore.options());
        } else if (statement instanceof RestoreVerifyOnly restore) {
            media("VERIFYONLY", restore.devices(), restore.options());
        } else if (statement instanceof RestoreRewindOnly restore) {
            media("REWINDONLY", restore.devices(), restore.options());
        } else {
            new DatabasePrinter(out).print(statement);
        }
    }

    private void backup(Backup backup) {
        out.say("BACKUP " + backup.scope()).operand(backup.database());
        each(backup.files(), this::file);
        out.say("TO");
        each(backup.devices(), this::device);
        for (var mirror : backup.mirrors()) {
            out.say("MIRROR TO");
            each(mirror, this::device);
        }
        with(backup.options().all(), this::option);
    }

    private void media(String verb, List<Device> devices, RestoreOptions options) {
        out.say("RESTORE " + verb);
        from(devices);
        options(options);
    }

    private void from(List<Device> devices) {
        if (!devices.isEmpty()) {
            out.say("FROM");
            each(devices, this::device);
        }
    }

    private void options(RestoreOptions options) {
        with(options.all(), this::option);
    }

    private void file(FileSelection file) {
        out.say(file.kind().name());
        if (file.names().isEmpty()) {
            return;
        }
        out.say("=");
        if (file.names().size() == 1 && (file.kind() == FileSelection.Kind.PAGE || out.maybe())) {
            out.operand(file.names().get(0));
        } else {
            out.say("(");
            each(file.names(), out::operand);
            out.say(")");
        }
    }

    private void device(Device device) {
        if (device.kind() != Device.Kind.LOGICAL) {
            out.say(device.kind() + " =");
        }
        out.operand(device.place());
    }

    private void option(BackupOption option) {
        if (option instanceof BackupOption.Value value) {
            out.say(value.setting() + " =").operand(value.operand());
        } else if (option instanceof BackupOption.Compression compression) {
            out.say("COMPRESSION ( ALGORITHM = " + compression.algorithm());
            compression.level().ifPresent(level -> out.say(", LEVEL = " + level));
            out.say(")");
        } else if (option instanceof BackupOption.Encryption encryption) {
            out.say("ENCRYPTION ( ALGORITHM = " + encryption.algorithm() + " , SERVER "
                            + encryption.encryptor().name().replace('_', ' ') + " =")
                    .name(encryption.name())
                    .say(")");
        } else {
            out.say(option.toString());
        }
    }

    private void option(RestoreOption option) {
        if (option instanceof RestoreOption.Value value) {
            out.say(value.setting() + " =").operand(value.operand());
        } else if (option instanceof RestoreOption.Move move) {
            out.say("MOVE").operand(move.logicalName()).say("TO").operand(move.path());
        } else if (option instanceof RestoreOption.Stop stop) {
            out.say(stop.kind() + " =").operand(stop.point());
            stop.after().ifPresent(after -> out.say("AFTER").operand(after));
        } else if (option instanceof RestoreOption.Filestream filestream) {
            out.say("FILESTREAM ( DIRECTORY_NAME =")
                    .string(filestream.directory())
                    .say(")");
        } else {
            out.say(option.toString());
        }
    }

    private <T> void with(List<T> options, Consumer<T> write) {
        if (!options.isEmpty()) {
            out.say("WITH");
            each(options, write);
        }
    }

    private <T> void each(List<T> items, Consumer<T> write) {
        for (var i = 0; i < items.size(); i++) {
            if (i > 0) {
                out.say(",");
            }
            write.accept(items.get(i));
        }
    }
}
