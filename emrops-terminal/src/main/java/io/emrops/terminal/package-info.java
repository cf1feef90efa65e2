/**
 * What an operator sees of a run in a terminal, and answers there: a tree of the steps that is drawn again as it changes,
 * questions, and an orderly end at Ctrl-C. Plain lines where there is no terminal.
 */
@NullMarked
package io.emrops.terminal;

import org.jspecify.annotations.NullMarked;
