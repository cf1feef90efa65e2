package io.emrops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EmropsExceptionTest {
    private static final Target TARGET = new Target("sqlserver", "sql01/EMRNext", "guid");
    private static final Throwable CAUSE = new IOException("raw text");

    static Stream<EmropsException> bare() {
        return Stream.of(
                new EmropsException("why"),
                new EmropsException("why", CAUSE),
                new PreconditionFailedException("why"),
                new PreconditionFailedException("why", CAUSE),
                new TargetUnavailableException("why"),
                new TargetUnavailableException("why", CAUSE),
                new OutcomeUnknownException("why"),
                new OutcomeUnknownException("why", CAUSE),
                new StepFailedException("why"),
                new StepFailedException("why", CAUSE),
                new StoreException(StoreException.Problem.FULL, "why"),
                new StoreException(StoreException.Problem.FULL, "why", CAUSE));
    }

    @ParameterizedTest
    @MethodSource("bare")
    void what_is_not_known_is_empty(EmropsException e) {
        assertThat(e).hasMessage("why");
        assertThat(e.getCause()).isIn(null, CAUSE);
        assertThat(e.runId()).isEmpty();
        assertThat(e.stepPath()).isEmpty();
        assertThat(e.target()).isEmpty();
    }

    static Stream<EmropsException> full() {
        return Stream.of(
                new EmropsException("why", CAUSE, "run-1", "restart[app-03]", TARGET),
                new PreconditionFailedException("why", CAUSE, "run-1", "restart[app-03]", TARGET),
                new TargetUnavailableException("why", CAUSE, "run-1", "restart[app-03]", TARGET),
                new OutcomeUnknownException("why", CAUSE, "run-1", "restart[app-03]", TARGET),
                new StepFailedException("why", CAUSE, "run-1", "restart[app-03]", TARGET, "exit 17"));
    }

    @ParameterizedTest
    @MethodSource("full")
    void what_is_known_can_be_acted_on(EmropsException e) {
        assertThat(e).hasMessage("why").hasCause(CAUSE);
        assertThat(e.runId()).contains("run-1");
        assertThat(e.stepPath()).contains("restart[app-03]");
        assertThat(e.target()).contains(TARGET);
    }

    @ParameterizedTest
    @MethodSource("full")
    void it_survives_serialization_without_its_target(EmropsException e) throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(e);
        }

        EmropsException read;
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            read = (EmropsException) in.readObject();
        }

        assertThat(read).hasSameClassAs(e).hasMessage("why");
        assertThat(read.stepPath()).contains("restart[app-03]");
        assertThat(read.target()).isEmpty();
    }

    @Test
    void what_only_some_carry() {
        assertThat(new TargetUnavailableException("why", null, TARGET).target()).contains(TARGET);
        assertThat(new OutcomeUnknownException("why", null, TARGET).target()).contains(TARGET);
        assertThat(new PreconditionFailedException("why", null, TARGET).target())
                .contains(TARGET);
        assertThat(new StepFailedException("why", null, TARGET, "HTTP 503").vendorCode())
                .contains("HTTP 503");
        assertThat(new StepFailedException("why").vendorCode()).isEmpty();
        assertThat(new StoreException(StoreException.Problem.IN_USE, "why").problem())
                .isEqualTo(StoreException.Problem.IN_USE);
        assertThat(new RunbookDefinitionException("a", List.of("x: y", "x: z")))
                .hasMessage("Runbook \"a\" has 2 faults:\n  - x: y\n  - x: z")
                .extracting(RunbookDefinitionException::faults)
                .isEqualTo(List.of("x: y", "x: z"));
    }
}
