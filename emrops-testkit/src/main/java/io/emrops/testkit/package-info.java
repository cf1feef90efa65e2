/**
 * For the tests of those who write runbooks and of those who implement providers.
 *
 * <ul>
 *   <li>{@linkplain io.emrops.testkit.Fake Fakes} of every provider interface: runbooks run against them without a real
 *       system, and they fail, hang and lose the connection when a test wants it. {@link
 *       io.emrops.testkit.EmbeddedHospital} puts them together.
 *   <li>{@link io.emrops.testkit.ManualTime}, {@link io.emrops.testkit.InMemoryRunStore}, {@link
 *       io.emrops.testkit.InMemoryLeases} and {@link io.emrops.testkit.CrashingRunStore} for an engine whose time is moved by
 *       hand and whose process dies at any record.
 *   <li>{@link io.emrops.testkit.RecordingListener} to wait for what happens, {@link io.emrops.testkit.Canary} to find
 *       secrets where they must not be.
 *   <li>{@link io.emrops.testkit.TriggerReplay} to try a trigger on a recorded series.
 *   <li>Contract tests, such as {@link io.emrops.testkit.DeployerContract}: whoever implements an interface extends its
 *       contract. {@link io.emrops.testkit.RequiresEngine} marks tests that need something real.
 * </ul>
 *
 * <p>The contracts and {@code RequiresEngine} need JUnit 6 and AssertJ, which the testkit does not bring along; everything
 * else needs neither.
 */
@NullMarked
package io.emrops.testkit;

import org.jspecify.annotations.NullMarked;
