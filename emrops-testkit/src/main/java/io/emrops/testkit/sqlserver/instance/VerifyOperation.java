package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.statement.RestoreOption.Flag;
import io.emrops.testkit.sqlserver.statement.RestoreOption.Setting;
import io.emrops.testkit.sqlserver.statement.RestoreVerifyOnly;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * {@code RESTORE VERIFYONLY} ("RESTORE Statements - VERIFYONLY (Transact-SQL)"): reads the backup and its checksums, and no more. Without CHECKSUM bad
 * pages of a set that has checksums are found all the same; of one that has none, or with NO_CHECKSUM, they are not, and it is called
 * valid. It goes on after an error unless STOP_ON_ERROR is said. Without FILE the first set is read.
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
            OptionRules.check(instance, verify.options(), OptionRules.Verb.VERIFYONLY);
            reportsEvery = values.percent(
                    verify.options().has(Flag.STATS), verify.options().value(Setting.STATS));
            var media = BackupSource.open(instance, verify.devices(), values);
            media.requireName(values.text(verify.options().value(Setting.MEDIANAME)));
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
            var set = media.set(position);
            if (verify.options().has(Flag.STOP_ON_ERROR)) {
                media.requireSound(set, verify.options());
            }
            media.requireChecksums(set, verify.options());
            if (media.findsBadPages(set, verify.options())) {
                throw instance.refusal(3189);
            }
            if (verify.options().has(Flag.LOADHISTORY)) {
                instance.history().know(set, media.media(), media.paths());
            }
            var valid = instance.message(3262, position);
            return Outcome.of(set.features().damaged() ? List.of(instance.message(3188), valid) : List.of(valid));
        } catch (Refusal e) {
            throw e.followedBy(instance.message(3013, "VERIFY DATABASE"));
        }
    }

    /** It has only read. */
    @Override
    public void stop(int percent) {}
}
