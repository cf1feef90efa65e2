/**
 * Certificates in the stores of a Windows machine, and where IIS uses them. Start at {@link
 * io.emrops.windows.certificate.WindowsCertificateStore}; steps for runbooks are in {@link
 * io.emrops.windows.certificate.WindowsCertificates}.
 */
@NullMarked
package io.emrops.windows.certificate;

import org.jspecify.annotations.NullMarked;
