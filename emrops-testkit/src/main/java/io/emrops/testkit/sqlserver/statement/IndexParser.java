package io.emrops.testkit.sqlserver.statement;

import io.emrops.testkit.sqlserver.grammar.Foreign;
import io.emrops.testkit.sqlserver.grammar.Messages;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.grammar.Rule;
import io.emrops.testkit.sqlserver.grammar.Stop;
import io.emrops.testkit.sqlserver.grammar.TokenCursor;
import io.emrops.testkit.sqlserver.grammar.Versioned;
import io.emrops.testkit.sqlserver.statement.IndexAction.Partition;
import io.emrops.testkit.sqlserver.statement.IndexOption.DataCompression;
import io.emrops.testkit.sqlserver.statement.IndexOption.LowPriority;
import io.emrops.testkit.sqlserver.tsql.Token.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads ALTER INDEX from behind these two words on. */
final class IndexParser {
    /** All options that the server has for an index, of whichever statement. */
    private enum Option implements Versioned {
        PAD_INDEX,
        FILLFACTOR,
        SORT_IN_TEMPDB,
        IGNORE_DUP_KEY,
        STATISTICS_NORECOMPUTE,
        STATISTICS_INCREMENTAL,
        DROP_EXISTING,
        ONLINE,
        ALLOW_ROW_LOCKS,
        ALLOW_PAGE_LOCKS,
        MAXDOP,
        DATA_COMPRESSION,
        COMPRESSION_DELAY,
        LOB_COMPACTION,
        COMPRESS_ALL_ROW_GROUPS,
        RESUMABLE(14),
        MAX_DURATION(14),
        WAIT_AT_LOW_PRIORITY(14),
        OPTIMIZE_FOR_SEQUENTIAL_KEY(15),
        XML_COMPRESSION(16);

        private final int since;

        Option() {
            this(Messages.OLDEST);
        }

        Option(int since) {
            this.since = since;
        }

        @Override
        public int since() {
            return since;
        }
    }

    private static final Set<Option> OF_REBUILD = EnumSet.of(
            Option.PAD_INDEX,
            Option.FILLFACTOR,
            Option.SORT_IN_TEMPDB,
            Option.IGNORE_DUP_KEY,
            Option.STATISTICS_NORECOMPUTE,
            Option.STATISTICS_INCREMENTAL,
            Option.ONLINE,
            Option.ALLOW_ROW_LOCKS,
            Option.ALLOW_PAGE_LOCKS,
            Option.MAXDOP,
            Option.DATA_COMPRESSION,
            Option.RESUMABLE,
            Option.MAX_DURATION,
            Option.XML_COMPRESSION);

    private static final Set<Option> OF_REBUILD_PARTITION = EnumSet.of(
            Option.SORT_IN_TEMPDB,
            Option.ONLINE,
            Option.MAXDOP,
            Option.DATA_COMPRESSION,
            Option.RESUMABLE,
            Option.MAX_DURATION,
            Option.XML_COMPRESSION);

    private static final Set<Option> OF_REORGANIZE = EnumSet.of(Option.LOB_COMPACTION, Option.COMPRESS_ALL_ROW_GROUPS);

    private static final Set<Option> OF_SET = EnumSet.of(
            Option.ALLOW_ROW_LOCKS,
            Option.ALLOW_PAGE_LOCKS,
            Option.IGNORE_DUP_KEY,
            Option.STATISTICS_NORECOMPUTE,
            Option.COMPRESSION_DELAY,
            Option.OPTIMIZE_FOR_SEQUENTIAL_KEY);

    private static final Set<Option> OF_RESUME =
            EnumSet.of(Option.MAXDOP, Option.MAX_DURATION, Option.WAIT_AT_LOW_PRIORITY);

    private static final int RESUMABLE_SINCE = 14;

    private final TokenCursor cursor;

    IndexParser(TokenCursor cursor) {
        this.cursor = cursor;
    }

    AlterIndex statement() throws Stop {
        var index = cursor.accept("ALL") ? Optional.<String>empty() : Optional.of(cursor.name());
        cursor.require("ON");
        return new AlterIndex(index, cursor.objectName(), action());
    }

    private IndexAction action() throws Stop {
        if (cursor.accept("REBUILD")) {
            var partition = partition();
            var one = partition.isPresent() && partition.get().number().isPresent();
            return new IndexAction.Rebuild(
                    partition,
                    one
                            ? optionsIfAny(OF_REBUILD_PARTITION, "ALTER INDEX REBUILD PARTITION")
                            : optionsIfAny(OF_REBUILD, "ALTER INDEX REBUILD"));
        }
        if (cursor.accept("REORGANIZE")) {
            return new IndexAction.Reorganize(partition(), optionsIfAny(OF_REORGANIZE, "ALTER INDEX REORGANIZE"));
        }
        if (cursor.accept("SET")) {
            return new IndexAction.Change(options(OF_SET, "ALTER INDEX SET"));
        }
        if (cursor.accept("DISABLE")) {
            return new IndexAction.Disable();
        }
        if (cursor.version() >= RESUMABLE_SINCE) {
            if (cursor.accept("RESUME")) {
                return new IndexAction.Resume(optionsIfAny(OF_RESUME, "ALTER INDEX RESUME"));
            }
            if (cursor.accept("PAUSE")) {
                return new IndexAction.Pause();
            }
            if (cursor.accept("ABORT")) {
                return new IndexAction.Abort();
            }
        }
        if (cursor.at("FOR") || (cursor.at("WITH") && cursor.at(1, "XMLNAMESPACES"))) {
            throw new Foreign();
        }
        throw cursor.unexpected();
    }

    private Optional<Partition> partition() throws Refusal {
        if (!cursor.accept("PARTITION")) {
            return Optional.empty();
        }
        cursor.require('=');
        return Optional.of(
                new Partition(cursor.accept("ALL") ? OptionalInt.empty() : OptionalInt.of(cursor.integer())));
    }

    private List<IndexOption> optionsIfAny(Set<Option> fit, String statement) throws Refusal {
        return cursor.accept("WITH") ? options(fit, statement) : List.of();
    }

    private List<IndexOption> options(Set<Option> fit, String statement) throws Refusal {
        cursor.require('(');
        var options = new ArrayList<IndexOption>();
        do {
            options.add(option(fit, statement));
        } while (cursor.accept(','));
        cursor.require(')');
        return options;
    }

    /** What is no option of any index is named so; only a REORGANIZE says that it is none of its own in either case. */
    private IndexOption option(Set<Option> fit, String statement) throws Refusal {
        for (var option : Option.values()) {
            if (cursor.at(option.name()) && cursor.isKnown(option)) {
                if (!fit.contains(option)) {
                    throw cursor.unknownOption(Rule.INDEX_OPTION_ELSEWHERE, statement);
                }
                var written = cursor.require(Kind.WORD).text();
                return value(option, written, statement);
            }
        }
        throw cursor.unknownOption(Rule.UNKNOWN_INDEX_OPTION, fit == OF_REORGANIZE ? statement : "ALTER INDEX");
    }

    private IndexOption value(Option option, String written, String statement) throws Refusal {
        if (option == Option.WAIT_AT_LOW_PRIORITY) {
            return new IndexOption.Waiting(lowPriority());
        }
        cursor.require('=');
        return switch (option) {
            case FILLFACTOR -> fillFactor();
            case MAXDOP -> number(option);
            case MAX_DURATION, COMPRESSION_DELAY -> {
                var minutes = number(option);
                cursor.accept("MINUTES");
                yield minutes;
            }
            case ONLINE -> online(written, statement);
            case DATA_COMPRESSION -> dataCompression();
            default ->
                new IndexOption.Switch(IndexOption.Switch.Kind.valueOf(option.name()), onOrOff(written, statement));
        };
    }

    private IndexOption.Value number(Option option) throws Refusal {
        return new IndexOption.Value(IndexOption.Value.Kind.valueOf(option.name()), cursor.integer());
    }

    private IndexOption fillFactor() throws Refusal {
        var token = cursor.peek(0);
        var percent = cursor.signedInteger();
        if (token != null && (percent < 1 || percent > 100)) {
            throw cursor.refusal(Rule.FILLFACTOR_OUT_OF_RANGE, token, percent);
        }
        return new IndexOption.Value(IndexOption.Value.Kind.FILLFACTOR, percent);
    }

    private IndexOption online(String written, String statement) throws Refusal {
        var on = onOrOff(written, statement);
        if (!on || !cursor.accept('(')) {
            return new IndexOption.Online(on, Optional.empty());
        }
        cursor.require("WAIT_AT_LOW_PRIORITY");
        var wait = lowPriority();
        cursor.require(')');
        return new IndexOption.Online(true, Optional.of(wait));
    }

    private LowPriority lowPriority() throws Refusal {
        cursor.require('(');
        cursor.require("MAX_DURATION");
        cursor.require('=');
        var minutes = cursor.integer();
        cursor.accept("MINUTES");
        cursor.require(',');
        cursor.require("ABORT_AFTER_WAIT");
        cursor.require('=');
        var then = cursor.require(LowPriority.Then.class);
        cursor.require(')');
        return new LowPriority(minutes, then);
    }

    private IndexOption dataCompression() throws Refusal {
        var kind = cursor.require(DataCompression.Kind.class);
        return new DataCompression(kind, cursor.accept("ON", "PARTITIONS") ? ranges() : List.of());
    }

    /** Numbers and ranges of partitions in brackets. */
    List<Range> ranges() throws Refusal {
        cursor.require('(');
        var ranges = new ArrayList<Range>();
        do {
            var from = cursor.integer();
            ranges.add(new Range(from, cursor.accept("TO") ? cursor.integer() : from));
        } while (cursor.accept(','));
        cursor.require(')');
        return ranges;
    }

    private boolean onOrOff(String written, String statement) throws Refusal {
        var token = cursor.peek(0);
        if (token != null && !cursor.at("ON") && !cursor.at("OFF") && cursor.atValue()) {
            throw cursor.refusal(Rule.INDEX_OPTION_NEITHER_ON_NOR_OFF, token, written, statement);
        }
        return cursor.requireSwitch();
    }
}
