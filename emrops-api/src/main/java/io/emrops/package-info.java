/**
 * Runbooks and what they are made of: the definition language, operations and checks, the engine that runs them and
 * the report it leaves. Start at {@link io.emrops.Runbook#define}.
 */
@NullMarked
package io.emrops;

import org.jspecify.annotations.NullMarked;
