package io.emrops.testkit.sqlserver.instance;

/**
 * What a database is in its availability group.
 *
 * @param connections whom a secondary database lets in
 * @param suspended whether it is, and lets nobody in then
 */
record Membership(ReplicaRole role, SecondaryConnections connections, boolean suspended) {}
