package io.emrops.iis;

/** The same over SSH. */
class IisLogsOverSshTest extends IisLogsContractTest {
    @Override
    Doors.Way way() {
        return Doors.Way.SSH;
    }
}
