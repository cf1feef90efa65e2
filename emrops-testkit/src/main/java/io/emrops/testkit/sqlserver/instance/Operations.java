package io.emrops.testkit.sqlserver.instance;

import io.emrops.testkit.sqlserver.grammar.Messages;
import io.emrops.testkit.sqlserver.grammar.ObjectName;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.grammar.Stop;
import io.emrops.testkit.sqlserver.grammar.TokenCursor;
import io.emrops.testkit.sqlserver.statement.AdminStatement;
import io.emrops.testkit.sqlserver.statement.AlterAvailabilityGroup;
import io.emrops.testkit.sqlserver.statement.AlterDatabase;
import io.emrops.testkit.sqlserver.statement.AlterIndex;
import io.emrops.testkit.sqlserver.statement.Backup;
import io.emrops.testkit.sqlserver.statement.CheckDb;
import io.emrops.testkit.sqlserver.statement.CreateDatabase;
import io.emrops.testkit.sqlserver.statement.DbReindex;
import io.emrops.testkit.sqlserver.statement.DropDatabase;
import io.emrops.testkit.sqlserver.statement.IndexAction;
import io.emrops.testkit.sqlserver.statement.IndexOption;
import io.emrops.testkit.sqlserver.statement.Kill;
import io.emrops.testkit.sqlserver.statement.ProcedureCall;
import io.emrops.testkit.sqlserver.statement.Restore;
import io.emrops.testkit.sqlserver.statement.RestoreFileListOnly;
import io.emrops.testkit.sqlserver.statement.RestoreHeaderOnly;
import io.emrops.testkit.sqlserver.statement.RestoreLabelOnly;
import io.emrops.testkit.sqlserver.statement.RestoreVerifyOnly;
import io.emrops.testkit.sqlserver.statement.UpdateStatistics;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;

/** Finds who does a statement. */
final class Operations {
    private final Instance instance;
    private final Caller caller;
    private final Values values;

    Operations(Instance instance, Caller caller, Values values) {
        this.instance = instance;
        this.caller = caller;
        this.values = values;
    }

    Outcome run(AdminStatement statement, Work work) throws Refusal, IOException {
        if (statement instanceof ProcedureCall call && LockProcedures.isCallOfOne(call)) {
            return new LockProcedures(instance, caller, values).run(call, work.client());
        } else if (statement instanceof DbReindex reindex) {
            var outcome = work.run(reindex(reindex));
            return reindex.quiet() ? outcome : outcome.saying(instance.message(2528));
        }
        var timed = timed(statement);
        var asked = instance.now();
        return timed.isPresent()
                ? work.run(timed.get())
                : work.waitingFor(command(statement), () -> doAtOnce(statement, asked));
    }

    /** Empty if it is one that takes no time. */
    private Optional<LongOperation> timed(AdminStatement statement) {
        if (statement instanceof Backup backup) {
            return Optional.of(new BackupOperation(instance, caller, backup, values));
        } else if (statement instanceof Restore restore) {
            return Optional.of(new RestoreOperation(instance, caller, restore, values));
        } else if (statement instanceof RestoreVerifyOnly verify) {
            return Optional.of(new VerifyOperation(instance, caller, verify, values));
        } else if (statement instanceof CheckDb check) {
            return Optional.of(new CheckOperation(instance, caller, check, values));
        } else if (statement instanceof AlterIndex alter) {
            return Optional.of(new IndexOperation(instance, caller, alter, 1088));
        }
        return Optional.empty();
    }

    /** @throws IllegalArgumentException if this instance does not do it */
    private Outcome doAtOnce(AdminStatement statement, Instant asked) throws Refusal, OthersInside {
        if (statement instanceof RestoreHeaderOnly headers) {
            return new InfoOperation(instance, caller, values).run(headers);
        } else if (statement instanceof RestoreFileListOnly list) {
            return new InfoOperation(instance, caller, values).run(list);
        } else if (statement instanceof RestoreLabelOnly label) {
            return new InfoOperation(instance, caller, values).run(label);
        } else if (statement instanceof AlterAvailabilityGroup alter) {
            return new GroupOperation(instance, caller, alter).run();
        } else if (statement instanceof AlterDatabase alter) {
            return new AlterOperation(instance, caller, alter, asked).run();
        } else if (statement instanceof CreateDatabase create) {
            return new CreateOperation(instance, caller, create).run();
        } else if (statement instanceof DropDatabase drop) {
            return new DropOperation(instance, caller, drop).run();
        } else if (statement instanceof Kill kill) {
            return new KillOperation(instance, caller, kill).run();
        } else if (statement instanceof UpdateStatistics update) {
            return new StatisticsOperation(instance, caller, values).run(update);
        } else if (statement instanceof ProcedureCall call && isCallOf(call, "sp_updatestats")) {
            return new StatisticsOperation(instance, caller, values).updateAll(call);
        }
        var principal = new PrincipalOperation(instance, caller).run(statement);
        if (principal.isPresent()) {
            return principal.get();
        }
        throw new IllegalArgumentException(
                "this instance does no " + statement.getClass().getSimpleName());
    }

    static boolean isCallOf(ProcedureCall call, String procedure) {
        return call.procedure().name().equalsIgnoreCase(procedure);
    }

    /** {@code DBCC DBREINDEX} is a rebuild by another name. */
    private IndexOperation reindex(DbReindex reindex) throws Refusal {
        var index = values.text(reindex.index()).filter(name -> !name.isEmpty());
        var fillFactor = new ArrayList<IndexOption>();
        reindex.fillFactor()
                .ifPresent(
                        percent -> fillFactor.add(new IndexOption.Value(IndexOption.Value.Kind.FILLFACTOR, percent)));
        var rebuild = new IndexAction.Rebuild(Optional.empty(), fillFactor);
        var text = values.text(reindex.table());
        return new IndexOperation(instance, caller, new AlterIndex(index, table(text), rebuild), 2501);
    }

    private ObjectName table(String text) throws Refusal {
        try {
            return new TokenCursor(text, instance.majorVersion(), Messages.of(instance.majorVersion())).objectName();
        } catch (Stop e) {
            throw instance.refusal(2501, text);
        }
    }

    /** What {@code sys.dm_exec_requests} calls it while it waits; that it is these words is unverified for most of them. */
    private static String command(AdminStatement statement) {
        if (statement instanceof AlterDatabase) {
            return "ALTER DATABASE";
        } else if (statement instanceof DropDatabase) {
            return "DROP DATABASE";
        }
        return statement
                .getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toUpperCase(Locale.ROOT);
    }
}
