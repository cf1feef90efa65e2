package io.emrops.testkit.sqlserver.instance;

/** The number of the form in which a version of the server keeps databases. */
public final class DatabaseVersion {
    private DatabaseVersion() {}

    /** That of 2025 is unverified. */
    public static int of(int majorVersion) {
        return switch (majorVersion) {
            case 13 -> 852;
            case 14 -> 869;
            case 15 -> 904;
            case 16 -> 957;
            default -> 998;
        };
    }
}
