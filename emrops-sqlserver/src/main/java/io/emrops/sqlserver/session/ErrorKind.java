package io.emrops.sqlserver.session;

/** What an error of the server is about, and so who can do something. */
public enum ErrorKind {
    /** A path, an option or a certificate is not as it has to be. */
    CONFIGURATION("something is configured wrongly"),
    /** A file of a backup cannot be reached, or is none. */
    MEDIA("a file of a backup cannot be read or written"),
    /** No room is left where it is needed. */
    DISK_FULL("no room is left on the disk"),
    /** The login or the account of the service may not. */
    PERMISSION("a permission is missing"),
    /** Backups do not follow one another. */
    CHAIN("the backups do not fit together"),
    /** Pages of a database or of a backup are bad. */
    CORRUPTION("data is damaged"),
    /** Somebody else is at it; later it may go. */
    BUSY("somebody else is in the way"),
    /** The database is not in the state that is needed. */
    STATE("the database is not in the state for it"),
    /** The login was refused. Never tried again by itself: accounts are locked out by that. */
    LOGIN("the login was refused"),
    /** The connection, or the server itself, is gone or not there yet. */
    TRANSPORT("the server cannot be reached"),
    /** It was cancelled or killed. */
    CANCELLED("it was cancelled"),
    /** Only says that something failed; the reason is in another message. */
    TRAILER("the reason was not told"),
    /** Not one of those that are known here. */
    OTHER("see the number in the vendor's list of errors");

    private final String words;

    ErrorKind(String words) {
        this.words = words;
    }

    /** As part of a sentence: "no room is left on the disk". */
    public String words() {
        return words;
    }
}
