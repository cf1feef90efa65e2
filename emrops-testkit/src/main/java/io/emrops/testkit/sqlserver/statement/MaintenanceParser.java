package io.emrops.testkit.sqlserver.statement;

import io.emrops.testkit.sqlserver.grammar.Foreign;
import io.emrops.testkit.sqlserver.grammar.Operand;
import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.grammar.Rule;
import io.emrops.testkit.sqlserver.grammar.Stop;
import io.emrops.testkit.sqlserver.grammar.TokenCursor;
import io.emrops.testkit.sqlserver.statement.StatisticsOption.Resample;
import io.emrops.testkit.sqlserver.statement.StatisticsOption.Sample;
import io.emrops.testkit.sqlserver.tsql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads DBCC CHECKDB, UPDATE STATISTICS and KILL from behind these words on. */
final class MaintenanceParser {
    private final TokenCursor cursor;

    MaintenanceParser(TokenCursor cursor) {
        this.cursor = cursor;
    }

    CheckDb checkDb() throws Refusal {
        var database = Optional.<Operand>empty();
        var repair = Optional.<CheckDb.Repair>empty();
        if (cursor.accept('(') && !cursor.accept(')')) {
            database = Optional.of(checked());
            if (cursor.accept(',')) {
                repair = Optional.of(repair());
            }
            var token = cursor.peek(0);
            if (token != null && token.is(',')) {
                throw cursor.refusal(Rule.TOO_MANY_DBCC_PARAMETERS, token);
            }
            cursor.require(')');
        }
        var options = new ArrayList<CheckOption>();
        if (cursor.accept("WITH")) {
            do {
                options.add(checkOption());
            } while (cursor.accept(','));
        }
        return new CheckDb(database, repair, options);
    }

    private Operand checked() throws Refusal {
        return cursor.atName() ? new Operand.Name(cursor.name()) : cursor.value();
    }

    private CheckDb.Repair repair() throws Refusal {
        for (var repair : CheckDb.Repair.values()) {
            if (repair != CheckDb.Repair.UNKNOWN && cursor.accept(repair.name())) {
                return repair;
            }
        }
        checked();
        return CheckDb.Repair.UNKNOWN;
    }

    private CheckOption checkOption() throws Refusal {
        if (cursor.at("MAXDOP") && cursor.at(1, '=')) {
            cursor.require("MAXDOP");
            cursor.require('=');
            return new CheckOption.MaxDop(cursor.integer());
        }
        return cursor.requireOption(CheckOption.Flag.class, Rule.UNKNOWN_DBCC_OPTION, "option");
    }

    /** Names of tables are mostly strings, which may have points and brackets in them. */
    DbReindex reindex() throws Refusal {
        cursor.require('(');
        var table = checked();
        var index = Optional.<Operand>empty();
        var fillFactor = OptionalInt.empty();
        if (cursor.accept(',')) {
            index = Optional.of(checked());
            if (cursor.accept(',')) {
                fillFactor = OptionalInt.of(cursor.integer());
            }
        }
        cursor.require(')');
        var quiet = cursor.accept("WITH");
        if (quiet) {
            cursor.require("NO_INFOMSGS");
        }
        return new DbReindex(table, index, fillFactor, quiet);
    }

    UpdateStatistics updateStatistics() throws Stop {
        var table = cursor.objectName();
        var statistics = new ArrayList<String>();
        if (cursor.accept('(')) {
            do {
                statistics.add(cursor.name());
            } while (cursor.accept(','));
            cursor.require(')');
        } else if (cursor.atName()) {
            statistics.add(cursor.name());
        }
        var options = new ArrayList<StatisticsOption>();
        if (cursor.accept("WITH")) {
            do {
                options.add(statisticsOption());
            } while (cursor.accept(','));
        }
        return new UpdateStatistics(table, statistics, options);
    }

    private StatisticsOption statisticsOption() throws Stop {
        if (cursor.accept("SAMPLE")) {
            return sample();
        }
        if (cursor.accept("RESAMPLE")) {
            return new Resample(cursor.accept("ON", "PARTITIONS") ? new IndexParser(cursor).ranges() : List.of());
        }
        if (cursor.at("STATS_STREAM")) {
            throw new Foreign();
        }
        for (var kind : StatisticsOption.Switch.Kind.values()) {
            if (cursor.isKnown(kind) && cursor.accept(kind.name())) {
                cursor.require('=');
                return new StatisticsOption.Switch(kind, cursor.requireSwitch());
            }
        }
        var number = cursor.accept(StatisticsOption.Value.Kind.class);
        if (number.isPresent()) {
            cursor.require('=');
            return new StatisticsOption.Value(number.get(), cursor.integer());
        }
        return cursor.requireOption(StatisticsOption.Flag.class, Rule.UNKNOWN_STATISTICS_OPTION, "UPDATE STATISTICS");
    }

    private Sample sample() throws Refusal {
        var token = cursor.peek(0);
        var amount = cursor.at(Kind.VARIABLE) ? cursor.integerOrVariable() : new Operand.WholeNumber(cursor.integer());
        var unit = cursor.require(Sample.Unit.class);
        if (token != null
                && unit == Sample.Unit.PERCENT
                && amount instanceof Operand.WholeNumber number
                && number.value() > 100) {
            throw cursor.refusal(Rule.PERCENT_OUT_OF_RANGE, token);
        }
        return new Sample(amount, unit);
    }

    Kill kill() throws Stop {
        if (cursor.at("QUERY") || cursor.at("STATS")) {
            throw new Foreign();
        }
        var target = target();
        if (!cursor.accept("WITH")) {
            return new Kill(target, Kill.Mode.END);
        }
        for (var mode : Kill.Mode.values()) {
            if (mode != Kill.Mode.END && cursor.accept(mode.name())) {
                return new Kill(target, mode);
            }
        }
        throw cursor.unexpected();
    }

    private Operand target() throws Refusal {
        var token = cursor.peek(0);
        if (token != null && token.kind() == Kind.VARIABLE) {
            throw cursor.refusal(Rule.VARIABLE_IN_KILL, token, token.text());
        }
        if (cursor.at(Kind.STRING)) {
            return new Operand.Text(cursor.text());
        }
        var negative = cursor.accept('-');
        var number = cursor.integer(Rule.NUMBER_OUT_OF_RANGE_IN_KILL, Rule.NUMBER_OUT_OF_RANGE_IN_KILL);
        return new Operand.WholeNumber(negative ? -number : number);
    }
}
