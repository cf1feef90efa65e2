package io.emrops.testkit.sqlserver.grammar;

/**
 * Which message the server chooses when it refuses a text, and where that is known from. The origin of the message's wording is
 * another matter: see {@link Message#origin}. What stands before a constant stands in {@code docs/sql-server-rules.md} as well.
 */
public enum Rule {
    /** Something else should stand here. */
    UNEXPECTED_TOKEN(102, 1, Origin.UNVERIFIED),
    /** Something else should stand here, and it is a reserved word. */
    UNEXPECTED_KEYWORD(156, 1, Origin.UNVERIFIED),
    /** The same, and the word is WITH. */
    UNEXPECTED_WITH(319, 1, Origin.UNVERIFIED),
    /** The text ends too early; the last word is named. */
    UNEXPECTED_END(102, 1, Origin.CAPTURE),
    /** A string or a quoted name has no end. */
    UNCLOSED_QUOTE(105, 1, Origin.VENDOR_LIST),
    /** Said right after that. */
    AFTER_UNCLOSED_QUOTE(102, 1, Origin.UNVERIFIED),
    /** A comment has no end. */
    UNCLOSED_COMMENT(113, 1, Origin.VENDOR_LIST),
    /** A variable where a name or a literal should stand. */
    VARIABLE_WHERE_NONE_MAY_BE(102, 1, Origin.UNVERIFIED),
    /** The same in KILL, where it was seen. */
    VARIABLE_IN_KILL(102, 1, Origin.CAPTURE),
    /** A name of more than 128 characters. */
    NAME_TOO_LONG(103, 1, Origin.UNVERIFIED),
    /** A name in brackets or quotes with nothing in it. */
    NAME_EMPTY(1038, 1, Origin.UNVERIFIED),
    /** A number that is no {@code int}. */
    NUMBER_OUT_OF_RANGE(1080, 1, Origin.UNVERIFIED),
    /** The same in KILL, and a fraction. */
    NUMBER_OUT_OF_RANGE_IN_KILL(1080, 1, Origin.CAPTURE),
    /** BACKUP has no such option. */
    UNKNOWN_BACKUP_OPTION(155, 1, Origin.CAPTURE),
    /** BACKUP has no such option with a value. */
    UNKNOWN_BACKUP_OPTION_WITH_VALUE(155, 2, Origin.CAPTURE),
    /** RESTORE has no such option. */
    UNKNOWN_RESTORE_OPTION(155, 1, Origin.UNVERIFIED),
    /** RESTORE has no such option with a value. */
    UNKNOWN_RESTORE_OPTION_WITH_VALUE(155, 2, Origin.UNVERIFIED),
    /** The option came with a newer version. */
    OPTION_OF_NEWER_VERSION(155, 1, Origin.UNVERIFIED),
    /** ALTER DATABASE has no such setting. */
    UNKNOWN_DATABASE_SETTING(102, 6, Origin.CAPTURE),
    /** A file without its NAME. */
    FILE_OPTION_MISSING(1036, 1, Origin.UNVERIFIED),
    /** An option of a file is given twice. */
    FILE_OPTION_TWICE(1039, 1, Origin.UNVERIFIED),
    /** CREATE DATABASE names files of the log alone. */
    LOG_FILE_WITHOUT_DATA_FILE(188, 1, Origin.UNVERIFIED),
    /** DBCC has no such option. */
    UNKNOWN_DBCC_OPTION(195, 4, Origin.CAPTURE),
    /** DBCC CHECKDB has more than two parameters; the real server finds it out when it runs the statement. */
    TOO_MANY_DBCC_PARAMETERS(2583, 1, Origin.UNVERIFIED),
    /** UPDATE STATISTICS has no such option. */
    UNKNOWN_STATISTICS_OPTION(155, 1, Origin.CAPTURE),
    /** No index has such an option. */
    UNKNOWN_INDEX_OPTION(155, 1, Origin.CAPTURE),
    /** The option is there, but in another form of ALTER INDEX. */
    INDEX_OPTION_ELSEWHERE(155, 1, Origin.CAPTURE),
    /** A value where ON or OFF should stand. */
    INDEX_OPTION_NEITHER_ON_NOR_OFF(153, 1, Origin.CAPTURE),
    /** FILLFACTOR is none of 1 to 100. */
    FILLFACTOR_OUT_OF_RANGE(129, 1, Origin.CAPTURE),
    /** SAMPLE of more than 100 percent. */
    PERCENT_OUT_OF_RANGE(1031, 1, Origin.CAPTURE),
    /** A procedure's value without a name behind one with a name. */
    VALUE_AFTER_NAMED_VALUE(119, 1, Origin.UNVERIFIED),
    /** OUTPUT behind a value that is no variable. */
    OUTPUT_OF_CONSTANT(179, 1, Origin.UNVERIFIED),
    /** WITH and a name where a hint could stand: a common table behind no semicolon. */
    COMMON_TABLE_WITHOUT_SEMICOLON(336, 1, Origin.UNVERIFIED),
    /** An expression where a condition should stand; the next word is named, or the last one. */
    NOT_A_CONDITION(4145, 1, Origin.CAPTURE),
    /** ORDER BY within another query, without TOP or OFFSET. */
    ORDER_OF_A_SET(1033, 1, Origin.CAPTURE),
    /** CAST without AS. */
    EXPECTED_WORD(1035, 10, Origin.UNVERIFIED),
    /** A SELECT that sets variables and returns values too. */
    ASSIGNMENT_AND_DATA(141, 1, Origin.UNVERIFIED),
    /** CREATE VIEW, ALTER VIEW or CREATE SCHEMA behind or within another statement. */
    NOT_FIRST_IN_BATCH(111, 1, Origin.UNVERIFIED),
    /** MERGE without its semicolon. */
    MERGE_WITHOUT_SEMICOLON(10713, 1, Origin.UNVERIFIED),
    /** More brackets, queries or blocks in one another than are read here, or a longer chain of operators. */
    NESTED_TOO_DEEPLY(191, 1, Origin.UNVERIFIED),
    /** No table has such a hint. */
    UNKNOWN_TABLE_HINT(321, 1, Origin.UNVERIFIED),
    /** SET has no such option. */
    UNKNOWN_SET_OPTION(195, 1, Origin.UNVERIFIED),
    /** CREATE, ALTER or DROP of something that there is not. */
    UNKNOWN_OBJECT_KIND(343, 1, Origin.UNVERIFIED),
    /** A column without a type. */
    COLUMN_WITHOUT_TYPE(173, 1, Origin.UNVERIFIED),
    /** DEFAULT or IDENTITY twice for one column. */
    COLUMN_CONSTRAINT_TWICE(8148, 1, Origin.UNVERIFIED),
    /** TOP and OFFSET in one query. */
    TOP_WITH_OFFSET(10741, 2, Origin.CAPTURE),
    /** EXCEPT ALL or INTERSECT ALL. */
    ALL_OF_SET_OPERATOR(324, 1, Origin.UNVERIFIED),
    /** INTO in a query that is not the first of several. */
    INTO_OF_LATER_QUERY(196, 1, Origin.UNVERIFIED),
    /** BREAK outside of WHILE. */
    BREAK_OUTSIDE_OF_LOOP(135, 1, Origin.UNVERIFIED),
    /** CONTINUE outside of WHILE. */
    CONTINUE_OUTSIDE_OF_LOOP(136, 1, Origin.UNVERIFIED),
    /** RETURN with a value in a batch. */
    RETURN_WITH_VALUE(178, 1, Origin.UNVERIFIED),
    /** NOLOCK for the table that is changed. */
    DIRTY_READ_OF_TARGET(1065, 1, Origin.UNVERIFIED),
    /** NULL or NOT NULL twice for one column. */
    COLUMN_NULL_TWICE(8150, 0, Origin.UNVERIFIED),
    /** THROW without a value outside of CATCH. */
    THROW_OUTSIDE_OF_CATCH(10704, 1, Origin.UNVERIFIED),
    /** VALUES with rows of different length. */
    ROWS_OF_DIFFERENT_LENGTH(10709, 1, Origin.UNVERIFIED),
    /** MERGE changes or deletes a row that is not there. */
    MERGE_CHANGES_UNMATCHED(10710, 1, Origin.UNVERIFIED),
    /** MERGE inserts a row that is there. */
    MERGE_INSERTS_MATCHED(10711, 1, Origin.UNVERIFIED),
    /** A SELECT that sets variables, with UNION or its like. */
    ASSIGNMENT_IN_COMBINATION(10734, 1, Origin.UNVERIFIED),
    /** FETCH behind ORDER BY, without OFFSET. */
    FETCH_WITHOUT_OFFSET(153, 2, Origin.UNVERIFIED);

    private final int number;
    private final int state;
    private final Origin origin;

    Rule(int number, int state, Origin origin) {
        this.number = number;
        this.state = state;
        this.origin = origin;
    }

    public int number() {
        return number;
    }

    public int state() {
        return state;
    }

    public Origin origin() {
        return origin;
    }
}
