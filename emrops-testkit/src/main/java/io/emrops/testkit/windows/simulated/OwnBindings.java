package io.emrops.testkit.windows.simulated;

import io.emrops.testkit.windows.PowerShellError;
import java.util.ArrayList;
import java.util.List;

/** Bindings without an IIS around them. */
final class OwnBindings implements CertificateBindings {
    private static final int SHARING_VIOLATION = 0x80070020;

    private final List<Bound> bindings = new ArrayList<>();
    private boolean locked;

    synchronized void add(Bound binding) {
        bindings.add(binding);
    }

    synchronized void lock(boolean isLocked) {
        locked = isLocked;
    }

    @Override
    public synchronized boolean hasSite(String name) {
        return bindings.stream().anyMatch(each -> each.site().equalsIgnoreCase(name));
    }

    @Override
    public synchronized List<Bound> https() {
        return List.copyOf(bindings);
    }

    @Override
    public synchronized void replace(Bound binding) {
        if (locked) {
            throw PowerShellError.of("FileLoadException", "NotSpecified")
                    .from("System.IO.FileLoadException", SHARING_VIOLATION);
        }
        bindings.replaceAll(each -> each.site().equalsIgnoreCase(binding.site())
                        && each.information().equalsIgnoreCase(binding.information())
                ? binding
                : each);
    }
}
