package io.emrops.testkit;

import io.emrops.notice.Notifier;

class ForgetfulFakeNotifierContractTest extends FakeNotifierContractTest {
    @Override
    protected Notifier notifier() {
        super.notifier();
        return notifier.withoutRecognisingRepetitions();
    }

    @Override
    protected boolean recognisesRepetitions() {
        return false;
    }
}
