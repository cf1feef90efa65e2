package io.emrops.testkit.sqlserver.statement;

import io.emrops.testkit.sqlserver.grammar.Operand;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.grammar.TokenCursor;
import io.emrops.testkit.sqlserver.tsql.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Reads what BACKUP and RESTORE have in common: devices, and parts of a database. */
final class DeviceParser {
    private static final List<Device.Kind> PHYSICAL =
            List.of(Device.Kind.DISK, Device.Kind.TAPE, Device.Kind.URL, Device.Kind.VIRTUAL_DEVICE);

    private final TokenCursor cursor;

    DeviceParser(TokenCursor cursor) {
        this.cursor = cursor;
    }

    List<Device> devices() throws Refusal {
        var devices = new ArrayList<Device>();
        do {
            devices.add(device());
        } while (cursor.accept(','));
        return devices;
    }

    /** An unknown kind of device is read as a logical one, whose name cannot be followed by {@code =} (unverified). */
    Device device() throws Refusal {
        for (var kind : PHYSICAL) {
            if (cursor.at(kind.name()) && (cursor.at(1, '=') || !cursor.atName())) {
                cursor.require(kind.name());
                cursor.require('=');
                return new Device(kind, cursor.textOrVariable());
            }
        }
        return new Device(Device.Kind.LOGICAL, cursor.nameOrVariable());
    }

    List<FileSelection> files() throws Refusal {
        var files = new ArrayList<FileSelection>();
        if (isFile()) {
            do {
                files.add(file());
            } while (cursor.accept(','));
        }
        return files;
    }

    private boolean isFile() {
        for (var kind : FileSelection.Kind.values()) {
            if (cursor.at(kind.name())) {
                return true;
            }
        }
        return false;
    }

    private FileSelection file() throws Refusal {
        var kind = cursor.require(FileSelection.Kind.class);
        if (kind == FileSelection.Kind.READ_WRITE_FILEGROUPS) {
            return new FileSelection(kind, List.of());
        }
        cursor.require('=');
        if (kind == FileSelection.Kind.PAGE || cursor.at(Kind.STRING) || cursor.at(Kind.VARIABLE)) {
            return new FileSelection(kind, List.of(cursor.textOrVariable()));
        }
        cursor.require('(');
        var names = new ArrayList<Operand>();
        do {
            names.add(cursor.textOrVariable());
        } while (cursor.accept(','));
        cursor.require(')');
        return new FileSelection(kind, names);
    }
}
