package io.emrops.testkit.sqlserver.grammar;

/** Where a message's text or a rule comes from. What is not said by the vendor is marked, so that no test rests on it unawares. */
public enum Origin {
    /** A page of the vendor's documentation. */
    VENDOR_PAGE,
    /** The vendor's list "Database engine events and errors". Its newest edition is of 2022; it is taken for 2025 too. */
    VENDOR_LIST,
    /** The grammar of the vendor's own open parser for Transact-SQL, which is not the server's. */
    VENDOR_PARSER,
    /** Recorded or probed by others at a real server. */
    CAPTURE,
    /** A plausible guess. */
    UNVERIFIED
}
