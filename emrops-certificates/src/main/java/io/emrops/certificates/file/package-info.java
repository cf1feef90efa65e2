/**
 * Certificates in files: PEM as servers read them, PKCS#12 and JKS as JVMs do, and folders to be looked through. Keys are for their owner alone from the moment they are
 * there.
 */
@NullMarked
package io.emrops.certificates.file;

import org.jspecify.annotations.NullMarked;
