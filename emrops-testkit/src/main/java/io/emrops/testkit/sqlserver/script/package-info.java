/**
 * Which statement is answered how: patterns, answers, and what an answer can do to the one who asked. A script knows nothing of
 * sockets; the session carries out what it says.
 */
@NullMarked
package io.emrops.testkit.sqlserver.script;

import org.jspecify.annotations.NullMarked;
