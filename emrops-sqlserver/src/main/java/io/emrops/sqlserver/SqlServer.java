package io.emrops.sqlserver;

/** One instance of SQL Server. */
public final class SqlServer {
    private SqlServer() {}
}
