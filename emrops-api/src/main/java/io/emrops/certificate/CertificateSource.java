package io.emrops.certificate;

import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import java.util.List;

/** A place where certificates are: a folder of files, a key store, a server that shows one, a store of Windows. Only looks. */
public interface CertificateSource {
    /** Which place. */
    Target target() throws InterruptedException;

    /**
     * What is there, each with its key's state; those that cannot be read are told as such.
     *
     * @throws TargetUnavailableException if the place itself cannot be looked at
     */
    List<FoundCertificate> certificates() throws InterruptedException;
}
