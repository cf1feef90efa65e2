package io.emrops.testkit;

import io.emrops.weblog.WebLogEntry;
import io.emrops.weblog.WebLogSource;
import java.util.List;

class FakeWebLogContractTest extends WebLogSourceContract {
    final FakeWebLog fake = FakeWebLog.of("emrnext");

    @Override
    protected WebLogSource source() {
        return fake;
    }

    @Override
    protected void log(List<WebLogEntry> entries) {
        entries.forEach(fake::log);
    }
}
