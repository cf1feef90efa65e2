package io.emrops.testkit;

import io.emrops.notice.Notice;
import io.emrops.notice.Notifier;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class FakeNotifierContractTest extends NotifierContract {
    @TempDir
    Path directory;

    FakeNotifier notifier;

    @Override
    protected Notifier notifier() {
        notifier = FakeNotifier.of("mail").knowingOnly(audience()).keptIn(directory.resolve("notifier"));
        return notifier;
    }

    @Override
    protected List<Notice> delivered(int atLeast) {
        return notifier.delivered();
    }

    @Override
    protected boolean recognisesRepetitions() {
        return true;
    }
}
