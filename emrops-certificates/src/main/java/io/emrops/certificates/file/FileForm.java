package io.emrops.certificates.file;

import io.emrops.certificate.FoundCertificate;
import io.emrops.certificate.KeyedCertificate;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** How a certificate and its key are written into a service's files. */
interface FileForm {
    /** The files; what is kept beside while they change lies beside the first. */
    List<KeptFile> files();

    /**
     * What some contents say.
     *
     * @param contents of each file, empty for one that is not there
     */
    FoundCertificate read(String place, List<Optional<byte[]>> contents);

    /** Why a new certificate could not be written over what is there now; empty if nothing is known that speaks against it. */
    Optional<String> refusal(List<Optional<byte[]>> now);

    /**
     * The contents that a new certificate would give.
     *
     * @param now of each file, for forms that hold other things too
     * @throws IOException if what is there now cannot be built upon
     */
    List<byte[]> write(KeyedCertificate next, List<Optional<byte[]>> now) throws IOException;
}
