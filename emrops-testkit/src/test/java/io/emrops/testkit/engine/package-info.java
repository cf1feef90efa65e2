/** The engine, run against fakes: what it promises, one promise a test. */
@NullMarked
package io.emrops.testkit.engine;

import org.jspecify.annotations.NullMarked;
