/**
 * Local programs as steps of a runbook. {@link io.emrops.core.command.Commands#run} makes a
 * {@link io.emrops.core.command.Command} of a program and a list of arguments; no shell is involved.
 */
@NullMarked
package io.emrops.core.command;

import org.jspecify.annotations.NullMarked;
