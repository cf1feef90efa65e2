/**
 * How the replicas of availability groups and shipped logs are read and changed over. What is asked is asked of every replica itself.
 */
@NullMarked
package io.emrops.sqlserver.replication;

import org.jspecify.annotations.NullMarked;
