/**
 * This machine as a place to look from: ports, TLS handshakes and HTTP answers, over sockets of its own and with the JDK alone. {@link
 * io.emrops.vantage.VantagePoint} is the way in.
 */
@NullMarked
package io.emrops.vantage;

import org.jspecify.annotations.NullMarked;
