package io.emrops.testkit.sqlserver.statement;

/** Partitions by their numbers, both ends included. */
public record Range(int first, int last) {}
