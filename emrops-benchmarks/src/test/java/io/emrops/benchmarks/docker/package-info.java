/** What a Docker engine is asked for, beside its own command. */
@NullMarked
package io.emrops.benchmarks.docker;

import org.jspecify.annotations.NullMarked;
