package io.emrops.docker.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ErrorLinesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-03-01T02:00:00.123Z ERROR emr.api database: login failed",
                "2026-03-01 02:00:00 [error] 7#7: connect() failed",
                "[FATAL] out of memory",
                "fail: Microsoft.EntityFrameworkCore.Database.Connection[20004]",
                "crit: Microsoft.AspNetCore.Server.Kestrel[0]",
                "time=\"2026-03-01\" level=error msg=\"cannot save\"",
                "{\"level\":\"error\",\"msg\":\"cannot save\"}",
                "{\"@l\":\"Error\",\"@mt\":\"cannot save {Patient}\"}",
                "{\"level\":50,\"msg\":\"cannot save\"}",
                "Unhandled exception. System.InvalidOperationException: no",
                "java.lang.IllegalStateException: closed",
                "panic: runtime error: index out of range",
                "Traceback (most recent call last):",
                "3 errors while saving",
                "errors: 3",
                "the order could not be saved: error 2627"
            })
    void looks_like_an_error(String line) {
        assertThat(ErrorLines.usual()).accepts(line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-03-01T02:00:00.123Z INFO emr.api 0 errors",
                "2026-03-01T02:00:00.123Z INFO retry after SocketTimeoutException, error budget left",
                "WARN fell back after an exception",
                "info: Error handling is on",
                "{\"level\":\"info\",\"msg\":\"error page served\",\"error\":null}",
                "level=info msg=\"error count is 3\"",
                "finished with 0 errors, no failures and without any exception",
                "errors=0 failed: 0",
                "error_count=0",
                "    at emr.api.Orders.save(Orders.java:12)",
                "\tat emr.ErrorController.show(ErrorController.java:1)"
            })
    void does_not_look_like_an_error(String line) {
        assertThat(ErrorLines.usual()).rejects(line);
    }
}
