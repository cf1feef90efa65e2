/**
 * What an instance tells about itself: its system views and functions as rows, and its properties. Columns stand in text files, with the
 * constants that are invented; how rows come about stands in code.
 */
@NullMarked
package io.emrops.testkit.sqlserver.view;

import org.jspecify.annotations.NullMarked;
