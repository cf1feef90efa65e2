package io.emrops.windows.certificate;

import io.emrops.Progress;
import io.emrops.Target;
import io.emrops.testkit.windows.AnswerFault;
import io.emrops.testkit.windows.Faults;
import io.emrops.windows.MachineIdentity;
import io.emrops.windows.PowerShellCall;
import io.emrops.windows.PowerShellHost;
import io.emrops.windows.Upload;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** A way to a host that is cut once, when a script has done its work and answers. */
final class LosesOneAnswer implements PowerShellHost {
    private final PowerShellHost host;
    private final String script;
    private final Faults faults;
    private final AtomicBoolean cut = new AtomicBoolean();

    LosesOneAnswer(PowerShellHost host, String script, Faults faults) {
        this.host = host;
        this.script = script;
        this.faults = faults;
    }

    @Override
    public Target target() {
        return host.target();
    }

    @Override
    public MachineIdentity identity() throws InterruptedException {
        return host.identity();
    }

    @Override
    public <A> A run(PowerShellCall<A> call) throws InterruptedException {
        if (call.toString().equals(script) && cut.compareAndSet(false, true)) {
            faults.onNextCommand(AnswerFault.dropAfter(5));
        }
        return host.run(call);
    }

    @Override
    public Upload upload(Path file, String to, Progress progress) throws InterruptedException {
        return host.upload(file, to, progress);
    }

    @Override
    public void close() {
        host.close();
    }
}
