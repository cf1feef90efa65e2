/**
 * First administrators of databases: {@link io.emrops.sqlserver.admin.AdministratorMaking} makes a login, its user and its membership one after
 * the other, recognises what it has made by the login's security identifier, and goes on where a crash has ended it.
 */
@NullMarked
package io.emrops.sqlserver.admin;

import org.jspecify.annotations.NullMarked;
