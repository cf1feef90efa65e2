/**
 * Looking for what is wrong with a database server: its connections, who blocks whom, slow queries, space and how it grows. {@link
 * io.emrops.diagnostics.DiagnosticsProvider} is what a system implements; {@link io.emrops.diagnostics.Diagnostics}, {@link
 * io.emrops.diagnostics.Capacity} and {@link io.emrops.diagnostics.Pools} turn it into steps and checks.
 */
@NullMarked
package io.emrops.diagnostics;

import org.jspecify.annotations.NullMarked;
