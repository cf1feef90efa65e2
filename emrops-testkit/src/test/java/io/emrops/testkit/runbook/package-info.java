/**
 * The ready-made runbooks on fakes: what they do, what they undo, and that they survive a death at every record. What is
 * in their documents is held against the copies in the resources.
 */
@NullMarked
package io.emrops.testkit.runbook;

import org.jspecify.annotations.NullMarked;
