/**
 * What can be reached from here, and what it shows: ports, certificates, HTTP answers, one site beside another. Implemented by providers
 * such as the one over this machine's own sockets, and by a fake in the testkit.
 */
@NullMarked
package io.emrops.reachability;

import org.jspecify.annotations.NullMarked;
