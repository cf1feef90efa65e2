/**
 * Reads audit tables and tables of user accounts by their mappings. A mapping is compared with the table before anything of it is read, and
 * a query has the names that the catalog gave, quoted, and values only as parameters.
 */
@NullMarked
package io.emrops.sqlserver.audit;

import org.jspecify.annotations.NullMarked;
