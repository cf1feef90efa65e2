package io.emrops.testkit.sqlserver.catalog;

import io.emrops.testkit.sqlserver.type.SqlType;
import java.time.Instant;

/** A sequence ("sys.sequences"). */
public record Sequence(
        int objectId,
        String schema,
        String name,
        SqlType type,
        long start,
        long increment,
        long least,
        long most,
        boolean cycle,
        Instant created) {}
