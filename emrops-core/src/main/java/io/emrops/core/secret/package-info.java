/**
 * Keeps secrets out of what emrops writes. {@link io.emrops.core.secret.Scrubber} is told the secrets and blots them out
 * of lines, texts and streams, in the spellings that logs and protocols give them.
 */
@NullMarked
package io.emrops.core.secret;

import org.jspecify.annotations.NullMarked;
