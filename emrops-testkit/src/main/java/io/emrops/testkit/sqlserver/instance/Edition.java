package io.emrops.testkit.sqlserver.instance;

/** What an instance may do ("Editions and supported features of SQL Server"). */
public enum Edition {
    /** Everything. */
    ENTERPRISE("Enterprise Edition (64-bit)", 3, true, true, true),
    /** Everything, and not in production. */
    DEVELOPER("Developer Edition (64-bit)", 3, true, true, true),
    /** Less of it. */
    STANDARD("Standard Edition (64-bit)", 2, true, false, false),
    /** For hosts of web pages. */
    WEB("Web Edition (64-bit)", 2, false, false, false),
    /** For nothing. */
    EXPRESS("Express Edition (64-bit)", 4, false, false, false);

    private final String words;
    private final int engine;
    private final boolean compressesBackups;
    private final boolean mirrorsBackups;
    private final boolean onlineIndexes;

    Edition(String words, int engine, boolean compressesBackups, boolean mirrorsBackups, boolean onlineIndexes) {
        this.words = words;
        this.engine = engine;
        this.compressesBackups = compressesBackups;
        this.mirrorsBackups = mirrorsBackups;
        this.onlineIndexes = onlineIndexes;
    }

    /** As SERVERPROPERTY('Edition') has it. */
    public String words() {
        return words;
    }

    /** As SERVERPROPERTY('EngineEdition') has it. */
    public int engine() {
        return engine;
    }

    /** Whether it writes compressed and encrypted backups; all of them read such. */
    public boolean compressesBackups() {
        return compressesBackups;
    }

    /** Whether it writes a backup to several media at once. */
    public boolean mirrorsBackups() {
        return mirrorsBackups;
    }

    /** Whether it rebuilds indexes while they are used. */
    public boolean onlineIndexes() {
        return onlineIndexes;
    }
}
