package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.statement.RestoreOption.Flag;
import io.emrops.testkit.sqlserver.statement.RestoreOption.Setting;
import io.emrops.testkit.sqlserver.statement.RestoreVerifyOnly;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code RESTORE VERIFYONLY} ("RESTORE Statements - VERIFYONLY (Transact-SQL)"): reads the backup and its checksums, and no more. Without CHECKSUM bad
 * pages of a set that has checksums are found all the same; without FILE the first set is read.
 */
final class VerifyOperation implements LongOperation {
    private final Instance instance;
    private final Caller caller;
    private final RestoreVerifyOnly verify;
    private final Values values;
    private @Nullable BackupSource source;
    private int position = 1;
    private int reportsEvery;

    VerifyOperation(Instance instance, Caller caller, RestoreVerifyOnly verify, Values values) {
        this.instance = instance;
        this.caller = caller;
        this.verify = verify;
        this.values = values;
    }

    /** Cut to the length that it has in the view is unverified. */
    @Override
    public String command() {
        return "RESTORE VERIFYON";
    }

    @Override
    public int reportsEvery() {
        return reportsEvery;
    }

    @Override
    public String begin() throws Refusal {
        try {
            if (caller.inTransaction()) {
                throw instance.refusal(3021);
            }
            new Authorization(instance, caller).requireCreate();
            reportsEvery = values.percent(
                    verify.options().has(Flag.STATS), verify.options().value(Setting.STATS));
            var media = BackupSource.open(instance, verify.devices(), values);
            var file = verify.options().value(Setting.FILE);
            position = file.isEmpty() ? 1 : values.number(file.get(), "FILE");
            media.set(position);
            media.requireAllFamilies();
            source = media;
            return "";
        } catch (Refusal e) {
            throw e.followedBy(instance.message(3013, "VERIFY DATABASE"));
        }
    }

    @Override
    public Outcome finish() throws Refusal {
        try {
            var media = Objects.requireNonNull(source, "source");
            media.requireRead();
            media.requireSound(media.set(position), verify.options().has(Flag.CHECKSUM), false);
            return Outcome.of(List.of(instance.message(3262, position)));
        } catch (Refusal e) {
            throw e.followedBy(instance.message(3013, "VERIFY DATABASE"));
        }
    }

    /** It has only read. */
    @Override
    public void stop(int percent) {}
}
