/**
 * What web servers wrote down of the requests they answered. Statistics per window of time, the entries as they come, and checks that
 * response times and errors keep to limits.
 */
@NullMarked
package io.emrops.weblog;

import org.jspecify.annotations.NullMarked;
