/**
 * Which tables, views and sequences a database has, in SQL Server's types and terms. Immutable: a change makes another one, so that what
 * was before can be had back.
 */
@NullMarked
package io.emrops.testkit.sqlserver.catalog;

import org.jspecify.annotations.NullMarked;
