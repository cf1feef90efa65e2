/**
 * Connections to the server, and what is asked over them: short queries from a pool, long statements on connections of their own. Errors
 * become the exceptions of the api by their numbers; texts of the server and the driver go nowhere, since they can quote rows.
 */
@NullMarked
package io.emrops.sqlserver.session;

import org.jspecify.annotations.NullMarked;
