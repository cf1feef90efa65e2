/**
 * Reading Transact-SQL word by word, and saying what is wrong with it as the server does. Nothing here knows any statement.
 */
@NullMarked
package io.emrops.testkit.sqlserver.grammar;

import org.jspecify.annotations.NullMarked;
