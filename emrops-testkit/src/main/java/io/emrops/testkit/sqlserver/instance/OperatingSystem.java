package io.emrops.testkit.sqlserver.instance;

/** What Windows says, as the server quotes it. */
final class OperatingSystem {
    private OperatingSystem() {}

    static String error(int number) {
        var words = switch (number) {
            case 2 -> "The system cannot find the file specified.";
            case 3 -> "The system cannot find the path specified.";
            case 5 -> "Access is denied.";
            case 32 -> "The process cannot access the file because it is being used by another process.";
            case 50 -> "The request is not supported.";
            case 53 -> "The network path was not found.";
            case 64 -> "The specified network name is no longer available.";
            case 112 -> "There is not enough space on the disk.";
            default -> "failed to retrieve text for this error. Reason: 15105";
        };
        return number + "(" + words + ")";
    }
}
