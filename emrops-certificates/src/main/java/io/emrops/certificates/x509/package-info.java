/**
 * Keys, certificates and their encodings, as the other packages of this module need them. Not for use from outside.
 */
@NullMarked
package io.emrops.certificates.x509;

import org.jspecify.annotations.NullMarked;
