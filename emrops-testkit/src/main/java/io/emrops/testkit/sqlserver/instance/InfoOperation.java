package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.instance.OptionRules.Verb;
import io.emrops.testkit.sqlserver.script.SqlError;
import io.emrops.testkit.sqlserver.statement.Device;
import io.emrops.testkit.sqlserver.statement.RestoreFileListOnly;
import io.emrops.testkit.sqlserver.statement.RestoreHeaderOnly;
import io.emrops.testkit.sqlserver.statement.RestoreLabelOnly;
import io.emrops.testkit.sqlserver.statement.RestoreOption.Setting;
import io.emrops.testkit.sqlserver.statement.RestoreOptions;
import java.util.ArrayList;
import java.util.List;

/** {@code RESTORE HEADERONLY}, {@code FILELISTONLY} and {@code LABELONLY}: what is in a backup file, without restoring it. */
final class InfoOperation {
    private final Instance instance;
    private final Caller caller;
    private final Values values;

    InfoOperation(Instance instance, Caller caller, Values values) {
        this.instance = instance;
        this.caller = caller;
        this.values = values;
    }

    Outcome run(RestoreHeaderOnly headers) throws Refusal {
        return reading("RESTORE HEADERONLY", Verb.HEADERONLY, headers.device(), headers.options(), source -> {
            var file = headers.options().value(Setting.FILE);
            if (source.media().sets().isEmpty()) {
                source.set(1);
            }
            var sets = file.isEmpty() ? source.media().sets() : List.of(source.set(values.number(file.get(), "FILE")));
            return HeaderOnly.of(instance, sets);
        });
    }

    Outcome run(RestoreFileListOnly list) throws Refusal {
        return reading("RESTORE FILELIST", Verb.FILELISTONLY, list.device(), list.options(), source -> {
            var set = source.set(position(list.options()));
            requireCertificate(set);
            return FileListOnly.of(set);
        });
    }

    Outcome run(RestoreLabelOnly label) throws Refusal {
        return reading(
                "RESTORE LABELONLY",
                Verb.LABELONLY,
                label.device(),
                label.options(),
                source -> LabelOnly.of(instance, source));
    }

    private int position(RestoreOptions options) throws Refusal {
        var file = options.value(Setting.FILE);
        return file.isEmpty() ? 1 : values.number(file.get(), "FILE");
    }

    /** Without the key not even the names of the files can be read. */
    private void requireCertificate(BackupSet set) throws Refusal {
        var certificate = set.features().encryptedBy();
        if (certificate.isPresent() && !instance.hasCertificate(certificate.get())) {
            throw instance.refusal(33111, "certificate", Certificate.thumbprintInWords(certificate.get()));
        }
    }

    @FunctionalInterface
    private interface Reading {
        Result of(BackupSource source) throws Refusal;
    }

    private Outcome reading(String name, Verb verb, Device device, RestoreOptions options, Reading reading)
            throws Refusal {
        try {
            if (caller.inTransaction()) {
                throw instance.refusal(3021);
            }
            new Authorization(instance, caller).requireCreate();
            OptionRules.check(instance, options, verb);
            var source = BackupSource.open(instance, List.of(device), values);
            source.requireName(values.text(options.value(Setting.MEDIANAME)));
            return Outcome.of(reading.of(source));
        } catch (Refusal e) {
            var errors = new ArrayList<SqlError>(e.errors());
            errors.add(instance.message(3013, name));
            throw new Refusal(errors);
        }
    }
}
