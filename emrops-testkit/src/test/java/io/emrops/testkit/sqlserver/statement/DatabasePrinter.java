package io.emrops.testkit.sqlserver.statement;

import io.emrops.testkit.sqlserver.grammar.ObjectName;
import java.util.List;
import java.util.function.Consumer;

/** Writes down what is no backup and no restore. */
final class DatabasePrinter {
    private final Spelling out;

    DatabasePrinter(Spelling out) {
        this.out = out;
    }

    void print(AdminStatement statement) {
        if (statement instanceof CreateDatabase create) {
            create(create);
        } else if (statement instanceof AlterDatabase alter) {
            out.say("ALTER DATABASE");
            alter.name().ifPresentOrElse(out::name, () -> out.say("CURRENT"));
            change(alter.change());
        } else if (statement instanceof DropDatabase drop) {
            out.say(drop.ifExists() ? "DROP DATABASE IF EXISTS" : "DROP DATABASE");
            each(drop.names(), out::name);
        } else if (statement instanceof CheckDb check) {
            check(check);
        } else if (statement instanceof UpdateStatistics update) {
            update(update);
        } else if (statement instanceof AlterIndex alter) {
            out.say("ALTER INDEX");
            alter.index().ifPresentOrElse(out::name, () -> out.say("ALL"));
            out.say("ON");
            object(alter.table());
            action(alter.action());
        } else if (statement instanceof Kill kill) {
            out.say("KILL").operand(kill.target());
            if (kill.mode() != Kill.Mode.END) {
                out.say("WITH " + kill.mode());
            }
        } else if (statement instanceof ProcedureCall call) {
            call(call);
        }
    }

    private void create(CreateDatabase create) {
        out.say("CREATE DATABASE").name(create.name());
        create.containment().ifPresent(containment -> out.say("CONTAINMENT = " + containment));
        if (!create.fileGroups().isEmpty()) {
            out.say(out.maybe() ? "ON" : "ON PRIMARY");
            each(create.fileGroups(), group -> {
                if (!group.name().equals(FileGroup.PRIMARY)) {
                    out.say("FILEGROUP").name(group.name());
                }
                each(group.files(), this::file);
            });
        }
        if (!create.log().isEmpty()) {
            out.say("LOG ON");
            each(create.log(), this::file);
        }
        create.collation().ifPresent(collation -> out.say("COLLATE").name(collation));
        create.attachment().ifPresent(attachment -> out.say("FOR " + attachment));
        create.snapshotOf().ifPresent(source -> out.say("AS SNAPSHOT OF").name(source));
        if (!create.options().isEmpty()) {
            out.say("WITH");
            each(create.options(), option -> out.say(option.kind() + (option.on() ? " ON" : " OFF")));
        }
    }

    private void file(FileSpec file) {
        out.say("( NAME =").nameOrString(file.name());
        file.newName().ifPresent(name -> out.say(", NEWNAME =").nameOrString(name));
        file.path().ifPresent(path -> out.say(", FILENAME =").string(path));
        file.growth().ifPresent(size -> size(", FILEGROWTH =", size));
        file.size().ifPresent(size -> size(", SIZE =", size));
        file.maxSize().ifPresent(size -> size(", MAXSIZE =", size));
        out.say(file.offline() ? ", OFFLINE )" : ")");
    }

    private void size(String option, FileSize size) {
        out.say(option);
        switch (size.unit()) {
            case UNLIMITED -> out.say("UNLIMITED");
            case PERCENT -> out.number(size.amount()).say("%");
            case MB -> out.number(size.amount()).say(out.maybe() ? "MB" : "");
            default -> out.number(size.amount()).say(size.unit().name());
        }
    }

    private void change(DatabaseChange change) {
        if (change instanceof DatabaseChange.Settings settings) {
            out.say("SET");
            each(settings.settings(), this::setting);
            termination(settings.termination());
        } else if (change instanceof DatabaseChange.Rename rename) {
            out.say("MODIFY NAME =").name(rename.newName());
        } else if (change instanceof DatabaseChange.Collate collate) {
            out.say("COLLATE").name(collate.collation());
        } else if (change instanceof DatabaseChange.RemoveFile remove) {
            out.say("REMOVE FILE").nameOrString(remove.name());
        } else if (change instanceof DatabaseChange.ModifyFile modify) {
            out.say("MODIFY FILE");
            file(modify.file());
        } else if (change instanceof DatabaseChange.AddFiles add) {
            out.say(add.log() ? "ADD LOG FILE" : "ADD FILE");
            each(add.files(), this::file);
            add.fileGroup().ifPresent(group -> out.say("TO FILEGROUP").name(group));
        }
    }

    private void setting(DatabaseSetting setting) {
        if (setting instanceof DatabaseSetting.Switch toggle) {
            out.say(toggle.kind() + (toggle.kind().hasEqualsSign() ? " = " : " ") + (toggle.on() ? "ON" : "OFF"));
        } else if (setting instanceof DatabaseSetting.RecoveryModel model) {
            out.say("RECOVERY " + model);
        } else if (setting instanceof DatabaseSetting.PageVerify verify) {
            out.say("PAGE_VERIFY " + verify);
        } else if (setting instanceof DatabaseSetting.DelayedDurability durability) {
            out.say("DELAYED_DURABILITY = " + durability);
        } else if (setting instanceof DatabaseSetting.QueryStore store) {
            out.say((out.maybe() ? "QUERY_STORE = " : "QUERY_STORE ") + store);
        } else if (setting instanceof DatabaseSetting.Hadr hadr) {
            out.say("HADR " + hadr);
        } else if (setting instanceof DatabaseSetting.CompatibilityLevel level) {
            out.say("COMPATIBILITY_LEVEL =").number(level.level());
        } else if (setting instanceof DatabaseSetting.TargetRecoveryTime target) {
            out.say("TARGET_RECOVERY_TIME =")
                    .number((int) target.time().toSeconds())
                    .say("SECONDS");
        } else {
            out.say(setting.toString());
        }
    }

    private void termination(Termination termination) {
        if (termination instanceof Termination.RollbackImmediate) {
            out.say("WITH ROLLBACK IMMEDIATE");
        } else if (termination instanceof Termination.NoWait) {
            out.say("WITH NO_WAIT");
        } else if (termination instanceof Termination.RollbackAfter after) {
            out.say("WITH ROLLBACK AFTER").number(after.seconds()).say(out.maybe() ? "SECONDS" : "");
        }
    }

    private void check(CheckDb check) {
        out.say("DBCC CHECKDB");
        check.database().ifPresent(database -> {
            out.say("(").operand(database);
            check.repair().ifPresent(repair -> out.say(", " + repair));
            out.say(")");
        });
        with(check.options(), option -> {
            if (option instanceof CheckOption.MaxDop maxDop) {
                out.say("MAXDOP =").number(maxDop.processors());
            } else {
                out.say(option.toString());
            }
        });
    }

    private void update(UpdateStatistics update) {
        out.say("UPDATE STATISTICS");
        object(update.table());
        if (update.statistics().size() == 1 && out.maybe()) {
            out.name(update.statistics().get(0));
        } else if (!update.statistics().isEmpty()) {
            out.say("(");
            each(update.statistics(), out::name);
            out.say(")");
        }
        with(update.options(), this::option);
    }

    private void option(StatisticsOption option) {
        if (option instanceof StatisticsOption.Sample sample) {
            out.say("SAMPLE").operand(sample.amount()).say(sample.unit().name());
        } else if (option instanceof StatisticsOption.Resample resample) {
            out.say("RESAMPLE");
            partitions(resample.partitions());
        } else if (option instanceof StatisticsOption.Switch toggle) {
            out.say(toggle.kind() + (toggle.on() ? " = ON" : " = OFF"));
        } else if (option instanceof StatisticsOption.Value value) {
            out.say(value.kind() + " =").number(value.number());
        } else {
            out.say(option.toString());
        }
    }

    private void action(IndexAction action) {
        if (action instanceof IndexAction.Rebuild rebuild) {
            out.say("REBUILD");
            rebuild.partition().ifPresent(this::partition);
            bracketed("WITH", rebuild.options());
        } else if (action instanceof IndexAction.Reorganize reorganize) {
            out.say("REORGANIZE");
            reorganize.partition().ifPresent(this::partition);
            bracketed("WITH", reorganize.options());
        } else if (action instanceof IndexAction.Change change) {
            bracketed("SET", change.options());
        } else if (action instanceof IndexAction.Resume resume) {
            out.say("RESUME");
            bracketed("WITH", resume.options());
        } else {
            out.say(action.getClass().getSimpleName());
        }
    }

    private void partition(IndexAction.Partition partition) {
        out.say("PARTITION =");
        partition.number().ifPresentOrElse(out::number, () -> out.say("ALL"));
    }

    private void bracketed(String word, List<IndexOption> options) {
        if (!options.isEmpty()) {
            out.say(word + " (");
            each(options, this::option);
            out.say(")");
        }
    }

    private void option(IndexOption option) {
        if (option instanceof IndexOption.Switch toggle) {
            out.say(toggle.kind() + (toggle.on() ? " = ON" : " = OFF"));
        } else if (option instanceof IndexOption.Value value) {
            out.say(value.kind() + " =").number(value.number());
        } else if (option instanceof IndexOption.Online online) {
            out.say(online.on() ? "ONLINE = ON" : "ONLINE = OFF");
            online.lowPriority().ifPresent(wait -> {
                out.say("(");
                lowPriority(wait);
                out.say(")");
            });
        } else if (option instanceof IndexOption.Waiting waiting) {
            lowPriority(waiting.lowPriority());
        } else if (option instanceof IndexOption.DataCompression compression) {
            out.say("DATA_COMPRESSION = " + compression.kind());
            partitions(compression.partitions());
        }
    }

    private void lowPriority(IndexOption.LowPriority wait) {
        out.say("WAIT_AT_LOW_PRIORITY ( MAX_DURATION =").number(wait.minutes()).say(out.maybe() ? "MINUTES" : "");
        out.say(", ABORT_AFTER_WAIT = " + wait.then() + " )");
    }

    private void partitions(List<Range> ranges) {
        if (!ranges.isEmpty()) {
            out.say("ON PARTITIONS (");
            each(ranges, range -> {
                out.number(range.first());
                if (range.first() != range.last() || out.maybe()) {
                    out.say("TO").number(range.last());
                }
            });
            out.say(")");
        }
    }

    private void call(ProcedureCall call) {
        out.say(out.maybe() ? "EXEC" : "EXECUTE");
        call.result().ifPresent(result -> out.operand(result).say("="));
        object(call.procedure());
        each(call.arguments(), argument -> {
            if (!argument.name().isEmpty()) {
                out.variable(argument.name()).say("=");
            }
            out.operand(argument.value());
            if (argument.output()) {
                out.say(out.maybe() ? "OUTPUT" : "OUT");
            }
        });
    }

    private void object(ObjectName object) {
        if (!object.database().isEmpty()) {
            out.name(object.database()).say(".");
        }
        if (!object.schema().isEmpty()) {
            out.name(object.schema());
        }
        if (!object.schema().isEmpty() || !object.database().isEmpty()) {
            out.say(".");
        }
        out.name(object.name());
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
