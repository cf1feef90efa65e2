/**
 * Programs that are started on this machine, with an environment that says only what they need. Their output is read to its end and never logged.
 */
@NullMarked
package io.emrops.docker.process;

import org.jspecify.annotations.NullMarked;
