package io.emrops.windows.certificate;

import io.emrops.EmropsException;
import io.emrops.PreconditionFailedException;
import io.emrops.windows.ScriptFailedException;
import java.util.Map;

/** What scripts find before they change anything, as exceptions that say so. */
final class Refusals {
    private static final int ACCESS_DENIED = 0x80070005;
    private static final int WRONG_PASSWORD = 0x80070056;

    private static final Map<String, String> FOUND = Map.ofEntries(
            Map.entry("emrops.NotAdministrator", "lets us in, but not as an administrator"),
            Map.entry("emrops.NoSuchStore", "has no such certificate store of the machine, or does not open it"),
            Map.entry("emrops.ThereWithoutKey", "has this certificate without its private key: remove it there first"),
            Map.entry("emrops.OtherCertificate", "has found another certificate in the PKCS#12 file than we have"),
            Map.entry("emrops.NoIis", "has no IIS"),
            Map.entry("emrops.NoSuchCertificate", "does not have this certificate in the store"),
            Map.entry("emrops.NoPrivateKey", "has this certificate without its private key"),
            Map.entry("emrops.NoSuchSite", "has no such site"),
            Map.entry("emrops.NoSuchBinding", "has no such binding for HTTPS at this site"),
            Map.entry("emrops.BindingChanged", "has another certificate at this binding than was expected"),
            Map.entry("emrops.CentralStore", "takes the certificate of this binding from its central store"));

    private Refusals() {}

    static EmropsException of(ScriptFailedException e) {
        var id = e.error().id();
        var found = FOUND.get(id.contains(",") ? id.substring(0, id.indexOf(',')) : id);
        if (found == null) {
            return e;
        }
        return refused(e, found);
    }

    /** The password was tried here before, with success; and nothing is changed by an import before the file is read. */
    static EmropsException ofImport(ScriptFailedException e) {
        return switch (e.error().hresult()) {
            case WRONG_PASSWORD ->
                refused(
                        e,
                        "cannot open the PKCS#12 file, though its password is right:"
                                + " Windows before Server 2019 reads none that is encrypted with AES");
            case ACCESS_DENIED -> refused(e, "does not let us write into the certificate store or the key store");
            default -> of(e);
        };
    }

    private static PreconditionFailedException refused(ScriptFailedException e, String found) {
        var target = e.target().map(Object::toString).orElse("the host");
        return new PreconditionFailedException(
                target + " " + found + "; nothing was changed", e, e.target().orElse(null));
    }
}
