package io.emrops.testkit;

import java.time.Instant;

/** Something that was committed in a fake's database. */
record FakeCommit(Instant at, String what) {}
