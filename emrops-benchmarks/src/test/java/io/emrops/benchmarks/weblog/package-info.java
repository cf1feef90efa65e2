/**
 * Statistics of a W3C log of a web server, beside mawk, DuckDB and a plain loop on the same file, with the answers compared.
 */
@NullMarked
package io.emrops.benchmarks.weblog;

import org.jspecify.annotations.NullMarked;
