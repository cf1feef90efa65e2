package io.emrops.testkit.sqlserver.protocol;

/**
 * As whose version the server presents itself.
 *
 * @param major 16 is SQL Server 2022
 */
public record ServerVersion(int major, int minor, int build) {
    /** Six bytes of a PRELOGIN. */
    byte[] bytes() {
        return new byte[] {(byte) major, (byte) minor, (byte) (build >> 8), (byte) build, 0, 0};
    }
}
