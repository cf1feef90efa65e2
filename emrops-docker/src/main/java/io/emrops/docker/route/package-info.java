/**
 * Load balancers in front of services: where each instance is reached, and which servers of a pool are instances of ours. The rest of the module
 * tells of instances that come and go, and knows no pools.
 */
@NullMarked
package io.emrops.docker.route;

import org.jspecify.annotations.NullMarked;
