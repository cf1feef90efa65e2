package io.emrops.testkit.sqlserver.syntax;

import io.emrops.testkit.sqlserver.grammar.Refusal;
import io.emrops.testkit.sqlserver.grammar.Rule;
import io.emrops.testkit.sqlserver.grammar.TokenCursor;
import io.emrops.testkit.sqlserver.tsql.Token.Kind;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads options of indexes, keys and tables, and where they lie: none changes what a query finds, so that they are checked and left out. */
final class IndexOptionParser {
    private static final Set<String> SWITCHES = Set.of(
            "PAD_INDEX",
            "SORT_IN_TEMPDB",
            "STATISTICS_NORECOMPUTE",
            "STATISTICS_INCREMENTAL",
            "ONLINE",
            "RESUMABLE",
            "ALLOW_ROW_LOCKS",
            "ALLOW_PAGE_LOCKS",
            "OPTIMIZE_FOR_SEQUENTIAL_KEY",
            "XML_COMPRESSION");

    private static final Set<String> COMPRESSIONS = Set.of("NONE", "ROW", "PAGE");

    private static final Map<String, Unsupported> TABLE_OPTIONS = Map.of(
            "MEMORY_OPTIMIZED", Unsupported.IN_MEMORY,
            "DURABILITY", Unsupported.IN_MEMORY,
            "SYSTEM_VERSIONING", Unsupported.TEMPORAL_TABLES,
            "LEDGER", Unsupported.LEDGER,
            "FILETABLE_DIRECTORY", Unsupported.FILESTREAM,
            "FILETABLE_COLLATE_FILENAME", Unsupported.FILESTREAM);

    private final Parsers parsers;
    private final TokenCursor cursor;

    IndexOptionParser(Parsers parsers) {
        this.parsers = parsers;
        this.cursor = parsers.cursor();
    }

    /** CLUSTERED or NONCLUSTERED; empty if neither is said. */
    Optional<Boolean> clustered() throws Refusal {
        if (cursor.accept("CLUSTERED")) {
            requireNoColumnstore();
            return Optional.of(true);
        }
        if (cursor.accept("NONCLUSTERED")) {
            requireNoColumnstore();
            if (cursor.at("HASH")) {
                throw parsers.refusal(Unsupported.IN_MEMORY);
            }
            return Optional.of(false);
        }
        requireNoColumnstore();
        return Optional.empty();
    }

    private void requireNoColumnstore() throws Refusal {
        if (cursor.at("COLUMNSTORE")) {
            throw parsers.refusal(Unsupported.COLUMNSTORE);
        }
    }

    /** Behind a key. */
    void ofConstraint() throws Refusal {
        optionsIfAny("CREATE TABLE");
        placeIfAny("ON");
    }

    /** Behind CREATE INDEX. */
    void ofIndex() throws Refusal {
        optionsIfAny("CREATE INDEX");
        placeIfAny("ON");
        requireNoFilestream();
    }

    /** Behind CREATE TABLE. */
    void ofTable() throws Refusal {
        if (cursor.accept("AS")) {
            if (cursor.at("FILETABLE")) {
                throw parsers.refusal(Unsupported.FILESTREAM);
            }
            if (cursor.at("NODE") || cursor.at("EDGE")) {
                throw parsers.refusal(Unsupported.GRAPH);
            }
            throw cursor.unexpected();
        }
        placeIfAny("ON");
        placeIfAny("TEXTIMAGE_ON");
        requireNoFilestream();
        if (cursor.at("WITH") && cursor.at(1, '(')) {
            cursor.require("WITH");
            cursor.require('(');
            do {
                tableOption();
            } while (cursor.accept(','));
            cursor.require(')');
        }
    }

    private void requireNoFilestream() throws Refusal {
        if (cursor.at("FILESTREAM_ON")) {
            throw parsers.refusal(Unsupported.FILESTREAM);
        }
    }

    private void tableOption() throws Refusal {
        var word = cursor.here().text().toUpperCase(Locale.ROOT);
        if (TABLE_OPTIONS.containsKey(word)) {
            throw parsers.refusal(TABLE_OPTIONS.get(word));
        }
        if (word.equals("DATA_COMPRESSION") || word.equals("XML_COMPRESSION")) {
            cursor.require(Kind.WORD);
            cursor.require('=');
            value(word);
        } else {
            throw cursor.unexpected();
        }
    }

    private void placeIfAny(String word) throws Refusal {
        if (!cursor.accept(word)) {
            return;
        }
        if (cursor.at(Kind.STRING)) {
            cursor.require(Kind.STRING);
        } else {
            cursor.name();
        }
        if (cursor.at('(')) {
            throw parsers.refusal(Unsupported.PARTITIONS);
        }
    }

    private void optionsIfAny(String statement) throws Refusal {
        if (!cursor.at("WITH")) {
            return;
        }
        if (cursor.at(1, "FILLFACTOR")) {
            cursor.require("WITH");
            option(statement);
        } else if (cursor.at(1, '(')) {
            inBrackets(statement);
        }
    }

    /** From WITH on. */
    void inBrackets(String statement) throws Refusal {
        cursor.require("WITH");
        cursor.require('(');
        do {
            option(statement);
        } while (cursor.accept(','));
        cursor.require(')');
    }

    private void option(String statement) throws Refusal {
        var token = cursor.here();
        var word = token.text().toUpperCase(Locale.ROOT);
        if (!cursor.at(Kind.WORD)) {
            throw cursor.unexpected();
        }
        cursor.require(Kind.WORD);
        cursor.require('=');
        if (word.equals("IGNORE_DUP_KEY") || word.equals("DROP_EXISTING")) {
            if (cursor.at("ON")) {
                throw parsers.refusal(
                        word.equals("DROP_EXISTING") ? Unsupported.DROP_EXISTING : Unsupported.IGNORE_DUP_KEY);
            }
            cursor.require("OFF");
        } else if (SWITCHES.contains(word) || word.equals("DATA_COMPRESSION")) {
            value(word);
        } else if (word.equals("FILLFACTOR")) {
            fillFactor();
        } else if (word.equals("MAXDOP")) {
            cursor.integer();
        } else if (word.equals("MAX_DURATION")) {
            cursor.integer();
            cursor.accept("MINUTES");
        } else {
            throw cursor.refusal(Rule.UNKNOWN_INDEX_OPTION, token, token.text(), statement);
        }
    }

    private void value(String word) throws Refusal {
        if (!word.equals("DATA_COMPRESSION")) {
            cursor.requireSwitch();
            return;
        }
        if (!COMPRESSIONS.contains(cursor.here().text().toUpperCase(Locale.ROOT))) {
            if (cursor.at("COLUMNSTORE") || cursor.at("COLUMNSTORE_ARCHIVE")) {
                throw parsers.refusal(Unsupported.COLUMNSTORE);
            }
            throw cursor.unexpected();
        }
        cursor.require(Kind.WORD);
        if (cursor.at("ON") && cursor.at(1, "PARTITIONS")) {
            throw parsers.refusal(Unsupported.PARTITIONS);
        }
    }

    private void fillFactor() throws Refusal {
        var token = cursor.here();
        var percent = cursor.integer();
        if (percent < 1 || percent > 100) {
            throw cursor.refusal(Rule.FILLFACTOR_OUT_OF_RANGE, token, percent);
        }
    }
}
