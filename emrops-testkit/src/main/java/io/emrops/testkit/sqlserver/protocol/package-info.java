/**
 * TDS 7.4 as bytes, for the session alone: packets, messages, tokens, types and values, after Microsoft's open specification
 * "[MS-TDS]: Tabular Data Stream Protocol". Nothing here has a thread or an opinion on SQL, and nothing is for callers.
 */
@NullMarked
package io.emrops.testkit.sqlserver.protocol;

import org.jspecify.annotations.NullMarked;
