/**
 * Reading audit tables and tables of user accounts: who did what, and who may. {@link io.emrops.audit.AuditLog} and {@link
 * io.emrops.audit.UserAccounts} are what a system implements; {@link io.emrops.audit.Audits} turns them into steps and
 * checks.
 */
@NullMarked
package io.emrops.audit;

import org.jspecify.annotations.NullMarked;
