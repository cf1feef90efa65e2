/**
 * What can go wrong on the wire, and exactly where: after the n-th token, packet or byte of an answer. Nothing here is random, so
 * that a test that fails fails again.
 */
@NullMarked
package io.emrops.testkit.sqlserver.fault;

import org.jspecify.annotations.NullMarked;
