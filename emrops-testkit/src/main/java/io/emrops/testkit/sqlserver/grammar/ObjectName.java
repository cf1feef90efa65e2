package io.emrops.testkit.sqlserver.grammar;

/**
 * The name of a table, a view or a procedure.
 *
 * @param database empty if it is not written
 * @param schema empty if it is not written
 */
public record ObjectName(String database, String schema, String name) {}
