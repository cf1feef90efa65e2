package io.emrops.testkit.sqlserver.instance;

/**
 * What a database is in its availability group.
 *
 * @param readable whether a secondary database lets anybody in
 */
record Membership(ReplicaRole role, boolean readable) {}
