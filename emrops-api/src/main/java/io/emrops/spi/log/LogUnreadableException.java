package io.emrops.spi.log;

import io.emrops.logs.LogGap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The log of one instance cannot be read, or no further; says nothing of the others. */
public final class LogUnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    private final LogGap.Reason reason;

    /**
     * @param detail safe for an audit trail
     * @param cause kept for debugging in the process
     */
    public LogUnreadableException(LogGap.Reason reason, String detail, @Nullable Throwable cause) {
        super(detail, cause);
        this.reason = Objects.requireNonNull(reason, "reason");
    }

    LogGap of(LogSource source) {
        return new LogGap(source.service(), source.instance(), reason, String.valueOf(getMessage()));
    }
}
