package io.emrops.sqlserver.session;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * Why the server did not do something, as numbers.
 *
 * @param cause the message that names the reason; of number 0 if it is the driver that failed
 * @param kind what it is about
 * @param operatingSystem what the operating system of the server said, if it was that
 */
public record Failure(MessageNumber cause, ErrorKind kind, OptionalInt operatingSystem) {
    public Failure {
        Objects.requireNonNull(cause, "cause");
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(operatingSystem, "operatingSystem");
    }

    static Failure of(MessageNumber cause, OptionalInt operatingSystem) {
        var kind = KnownErrors.kindOf(cause.number());
        if (operatingSystem.isPresent() && kind == ErrorKind.MEDIA) {
            if (OperatingSystemError.isDiskFull(operatingSystem.getAsInt())) {
                kind = ErrorKind.DISK_FULL;
            } else if (OperatingSystemError.isAccessDenied(operatingSystem.getAsInt())) {
                kind = ErrorKind.PERMISSION;
            }
        }
        return new Failure(cause, kind, operatingSystem);
    }

    /** As the vendor names it, such as {@code SQL Server 3201}. */
    public String vendorCode() {
        return cause.number() == 0 ? "JDBC driver" : "SQL Server " + cause.number();
    }

    /** As part of a sentence: "SQL Server 3202 (no room is left on the disk; operating system error 112, no room is left)". */
    public String words() {
        var system = operatingSystem.isPresent() ? "; " + OperatingSystemError.words(operatingSystem.getAsInt()) : "";
        return vendorCode() + " (" + kind.words() + system + ")";
    }
}
