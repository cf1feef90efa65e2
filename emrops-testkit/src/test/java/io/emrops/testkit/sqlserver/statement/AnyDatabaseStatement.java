package io.emrops.testkit.sqlserver.statement;

import static io.emrops.testkit.sqlserver.statement.AnyStatement.counts;
import static io.emrops.testkit.sqlserver.statement.AnyStatement.names;
import static io.emrops.testkit.sqlserver.statement.AnyStatement.numbers;
import static io.emrops.testkit.sqlserver.statement.AnyStatement.switches;
import static io.emrops.testkit.sqlserver.statement.AnyStatement.texts;
import static io.emrops.testkit.sqlserver.statement.AnyStatement.values;
import static io.emrops.testkit.sqlserver.statement.AnyStatement.variables;

import io.emrops.testkit.sqlserver.grammar.ObjectName;
import io.emrops.testkit.sqlserver.grammar.Operand;
import io.emrops.testkit.sqlserver.grammar.Operand.Name;
import io.emrops.testkit.sqlserver.grammar.Operand.Text;
import io.emrops.testkit.sqlserver.grammar.Operand.Variable;
import io.emrops.testkit.sqlserver.grammar.Operand.WholeNumber;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Statements about databases, their tables and their sessions. */
final class AnyDatabaseStatement {
    private AnyDatabaseStatement() {}

    static Arbitrary<AdminStatement> any() {
        return Arbitraries.oneOf(creations(), changes(), drops(), checks(), statistics(), indexes(), kills(), calls());
    }

    private static Arbitrary<DropDatabase> drops() {
        return Combinators.combine(switches(), names().list().ofMinSize(1).ofMaxSize(3))
                .as(DropDatabase::new);
    }

    private static Arbitrary<Kill> kills() {
        return Combinators.combine(Arbitraries.oneOf(numbers(), texts()), Arbitraries.of(Kill.Mode.class))
                .as(Kill::new);
    }

    private static Arbitrary<FileSize> sizes() {
        return Combinators.combine(
                        counts(),
                        Arbitraries.of(FileSize.Unit.KB, FileSize.Unit.MB, FileSize.Unit.GB, FileSize.Unit.TB))
                .as(FileSize::new);
    }

    private static Arbitrary<FileSpec> fileSpecs(boolean modified) {
        return Combinators.combine(
                        names(),
                        names().optional(),
                        texts().map(text -> ((Text) text).value()).optional(),
                        sizes().optional(),
                        Arbitraries.oneOf(sizes(), Arbitraries.just(FileSize.UNLIMITED))
                                .optional(),
                        Arbitraries.oneOf(sizes(), counts().map(c -> new FileSize(c, FileSize.Unit.PERCENT)))
                                .optional(),
                        switches())
                .as((name, newName, path, size, maxSize, growth, offline) -> new FileSpec(
                        name, modified ? newName : Optional.empty(), path, size, maxSize, growth, modified && offline));
    }

    private static Arbitrary<CreateDatabase> creations() {
        var files = fileSpecs(false).list().ofMinSize(1).ofMaxSize(2);
        var groups = Combinators.combine(
                        files.map(first -> new FileGroup(FileGroup.PRIMARY, first)),
                        Combinators.combine(names(), files)
                                .as(FileGroup::new)
                                .list()
                                .ofMaxSize(1))
                .as((first, more) ->
                        Stream.concat(Stream.of(first), more.stream()).toList());
        return Combinators.combine(
                        names(),
                        Arbitraries.of(CreateDatabase.Containment.class).optional(),
                        Combinators.combine(groups, fileSpecs(false).list().ofMaxSize(2))
                                .as((data, log) -> new Object[] {data, log})
                                .optional(),
                        names().optional(),
                        Arbitraries.of(CreateDatabase.Attachment.class).optional(),
                        names().optional(),
                        Combinators.combine(
                                        Arbitraries.of(
                                                DatabaseSetting.Switch.Kind.TRUSTWORTHY,
                                                DatabaseSetting.Switch.Kind.DB_CHAINING),
                                        switches())
                                .as(DatabaseSetting.Switch::new)
                                .list()
                                .ofMaxSize(2))
                .as((name, containment, parts, collation, attachment, snapshotOf, options) ->
                        created(name, containment, parts, collation, attachment, snapshotOf, options));
    }

    @SuppressWarnings("unchecked")
    private static CreateDatabase created(
            String name,
            Optional<CreateDatabase.Containment> containment,
            Optional<Object[]> parts,
            Optional<String> collation,
            Optional<CreateDatabase.Attachment> attachment,
            Optional<String> snapshotOf,
            List<DatabaseSetting.Switch> options) {
        return new CreateDatabase(
                name,
                containment,
                parts.map(both -> (List<FileGroup>) both[0]).orElse(List.of()),
                parts.map(both -> (List<FileSpec>) both[1]).orElse(List.of()),
                collation,
                attachment,
                snapshotOf,
                options);
    }

    private static Arbitrary<DatabaseSetting> settings() {
        return Arbitraries.oneOf(
                Arbitraries.of(DatabaseSetting.State.class),
                Arbitraries.of(DatabaseSetting.UserAccess.class),
                Arbitraries.of(DatabaseSetting.Updateability.class),
                Arbitraries.of(DatabaseSetting.Broker.class),
                Arbitraries.of(DatabaseSetting.RecoveryModel.class),
                Arbitraries.of(DatabaseSetting.PageVerify.class),
                Arbitraries.of(DatabaseSetting.DelayedDurability.class),
                Arbitraries.of(DatabaseSetting.QueryStore.class),
                Arbitraries.of(DatabaseSetting.Hadr.class),
                counts().map(DatabaseSetting.CompatibilityLevel::new),
                counts().map(Duration::ofSeconds).map(DatabaseSetting.TargetRecoveryTime::new),
                Combinators.combine(Arbitraries.of(DatabaseSetting.Switch.Kind.class), switches())
                        .as(DatabaseSetting.Switch::new));
    }

    private static Arbitrary<AlterDatabase> changes() {
        var terminations = Arbitraries.<Termination>oneOf(
                Arbitraries.of(new Termination.Wait(), new Termination.RollbackImmediate(), new Termination.NoWait()),
                counts().map(Termination.RollbackAfter::new));
        var changes = Arbitraries.<DatabaseChange>oneOf(
                Combinators.combine(settings().list().ofMinSize(1).ofMaxSize(3), terminations)
                        .as(DatabaseChange.Settings::new),
                names().map(DatabaseChange.Rename::new),
                names().map(DatabaseChange.Collate::new),
                names().map(DatabaseChange.RemoveFile::new),
                fileSpecs(true).map(DatabaseChange.ModifyFile::new),
                Combinators.combine(
                                switches(), fileSpecs(false).list().ofMinSize(1).ofMaxSize(2), names().optional())
                        .as(DatabaseChange.AddFiles::new));
        return Combinators.combine(names().optional(0.8), changes).as(AlterDatabase::new);
    }

    private static Arbitrary<CheckDb> checks() {
        var repairs = Arbitraries.of(CheckDb.Repair.class)
                .filter(repair -> repair != CheckDb.Repair.UNKNOWN)
                .optional();
        var options = Arbitraries.<CheckOption>oneOf(
                        Arbitraries.of(CheckOption.Flag.class), counts().map(CheckOption.MaxDop::new))
                .list()
                .ofMaxSize(3);
        var databases = Arbitraries.oneOf(names().map(Name::new), values()).optional();
        return Combinators.combine(databases, repairs, options)
                .as((database, repair, with) ->
                        new CheckDb(database, database.isPresent() ? repair : Optional.empty(), with));
    }

    private static Arbitrary<ObjectName> objects() {
        var parts = names().optional().map(part -> part.orElse(""));
        return Combinators.combine(parts, parts, names()).as(ObjectName::new);
    }

    private static Arbitrary<List<Range>> ranges() {
        return Combinators.combine(counts(), counts()).as(Range::new).list().ofMaxSize(2);
    }

    private static Arbitrary<UpdateStatistics> statistics() {
        var samples = Combinators.combine(
                        Arbitraries.oneOf(Arbitraries.integers().between(0, 100).map(WholeNumber::new), variables()),
                        Arbitraries.of(StatisticsOption.Sample.Unit.class))
                .as(StatisticsOption.Sample::new);
        var options = Arbitraries.<StatisticsOption>oneOf(
                Arbitraries.of(StatisticsOption.Flag.class),
                samples,
                ranges().map(StatisticsOption.Resample::new),
                Combinators.combine(Arbitraries.of(StatisticsOption.Switch.Kind.class), switches())
                        .as(StatisticsOption.Switch::new),
                Combinators.combine(Arbitraries.of(StatisticsOption.Value.Kind.class), counts())
                        .as(StatisticsOption.Value::new));
        return Combinators.combine(
                        objects(), names().list().ofMaxSize(2), options.list().ofMaxSize(3))
                .as(UpdateStatistics::new);
    }

    private static Arbitrary<AlterIndex> indexes() {
        return Combinators.combine(names().optional(0.8), objects(), actions()).as(AlterIndex::new);
    }

    private static Arbitrary<IndexAction> actions() {
        var numbers = counts().map(OptionalInt::of).map(IndexAction.Partition::new);
        var all = Arbitraries.just(new IndexAction.Partition(OptionalInt.empty()));
        return Arbitraries.oneOf(
                Combinators.combine(all.optional(), rebuildOptions().list().ofMaxSize(3))
                        .as(IndexAction.Rebuild::new),
                Combinators.combine(
                                Arbitraries.oneOf(numbers, all).optional(),
                                indexSwitches(
                                        IndexOption.Switch.Kind.LOB_COMPACTION,
                                        IndexOption.Switch.Kind.COMPRESS_ALL_ROW_GROUPS))
                        .as(IndexAction.Reorganize::new),
                indexSwitches(
                                IndexOption.Switch.Kind.ALLOW_PAGE_LOCKS,
                                IndexOption.Switch.Kind.OPTIMIZE_FOR_SEQUENTIAL_KEY)
                        .filter(options -> !options.isEmpty())
                        .map(IndexAction.Change::new),
                waits().map(IndexOption.Waiting::new)
                        .map(wait -> List.<IndexOption>of(wait))
                        .map(IndexAction.Resume::new),
                Arbitraries.of(new IndexAction.Disable(), new IndexAction.Pause(), new IndexAction.Abort()));
    }

    private static Arbitrary<IndexOption> rebuildOptions() {
        return Arbitraries.oneOf(
                Combinators.combine(
                                Arbitraries.of(
                                        IndexOption.Switch.Kind.PAD_INDEX,
                                        IndexOption.Switch.Kind.SORT_IN_TEMPDB,
                                        IndexOption.Switch.Kind.RESUMABLE,
                                        IndexOption.Switch.Kind.XML_COMPRESSION),
                                switches())
                        .as(IndexOption.Switch::new),
                Arbitraries.integers()
                        .between(1, 100)
                        .map(percent -> new IndexOption.Value(IndexOption.Value.Kind.FILLFACTOR, percent)),
                counts().map(minutes -> new IndexOption.Value(IndexOption.Value.Kind.MAX_DURATION, minutes)),
                Combinators.combine(switches(), waits().optional())
                        .as((on, wait) -> new IndexOption.Online(on, on ? wait : Optional.empty())),
                Combinators.combine(Arbitraries.of(IndexOption.DataCompression.Kind.class), ranges())
                        .as(IndexOption.DataCompression::new));
    }

    private static Arbitrary<List<IndexOption>> indexSwitches(IndexOption.Switch.Kind... kinds) {
        return Combinators.combine(Arbitraries.of(kinds), switches())
                .<IndexOption>as(IndexOption.Switch::new)
                .list()
                .ofMaxSize(2);
    }

    private static Arbitrary<IndexOption.LowPriority> waits() {
        return Combinators.combine(counts(), Arbitraries.of(IndexOption.LowPriority.Then.class))
                .as(IndexOption.LowPriority::new);
    }

    private static Arbitrary<ProcedureCall> calls() {
        var values = Arbitraries.oneOf(values(), names().map(Name::new), Arbitraries.of(Operand.Placeholder.class));
        var arguments = Combinators.combine(values, switches())
                .as((value, output) -> new ProcedureCall.Argument("", value, output && value instanceof Variable));
        return Combinators.combine(
                        variables().map(Variable.class::cast).optional(),
                        names().optional().map(schema -> schema.orElse("")),
                        Arbitraries.of("sp_updatestats", "sp_getapplock", "SP_ReleaseAppLock"),
                        arguments.list().ofMaxSize(3),
                        switches())
                .as((result, schema, name, given, named) -> new ProcedureCall(
                        result,
                        new ObjectName("", schema, name),
                        given.stream()
                                .map(argument -> named
                                        ? new ProcedureCall.Argument("@p", argument.value(), argument.output())
                                        : argument)
                                .toList()));
    }
}
