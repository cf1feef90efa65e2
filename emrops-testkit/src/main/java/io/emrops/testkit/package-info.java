/**
 * For the tests of those who write runbooks and of those who implement providers.
 */
@NullMarked
package io.emrops.testkit;

import org.jspecify.annotations.NullMarked;
