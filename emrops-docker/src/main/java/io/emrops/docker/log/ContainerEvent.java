package io.emrops.docker.log;

import com.fasterxml.jackson.databind.JsonNode;
import io.emrops.docker.engine.Instance;
import io.emrops.logs.ServiceEvent;
import io.emrops.logs.ServiceEvent.Kind;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** What the engine says of a container, in the words of the api. */
final class ContainerEvent {
    private static final long NANOS = 1_000_000_000L;

    private ContainerEvent() {}

    /** Empty for what is of no interest, such as the commands of health checks, and for containers of no service. */
    static Optional<ServiceEvent> of(JsonNode event) {
        var attributes = event.path("Actor").path("Attributes");
        var service = attributes.path(Instance.SERVICE).asText();
        var time = event.path("timeNano").asLong();
        return service.isEmpty() || attributes.path(Instance.ONE_OFF).asText().equalsIgnoreCase("true")
                ? Optional.empty()
                : kind(event.path("Action").asText(event.path("status").asText()))
                        .map(kind -> new ServiceEvent(
                                Instant.ofEpochSecond(time / NANOS, time % NANOS),
                                service,
                                attributes.path("name").asText(),
                                kind,
                                exitCode(attributes.path("exitCode").asText(""))));
    }

    private static Optional<Kind> kind(String action) {
        return switch (action) {
            case "start" -> Optional.of(Kind.STARTED);
            case "restart" -> Optional.of(Kind.RESTARTED);
            case "kill" -> Optional.of(Kind.SIGNALLED);
            case "oom" -> Optional.of(Kind.OUT_OF_MEMORY);
            case "die" -> Optional.of(Kind.DIED);
            case "health_status: healthy" -> Optional.of(Kind.HEALTHY);
            case "health_status: unhealthy" -> Optional.of(Kind.UNHEALTHY);
            default -> Optional.empty();
        };
    }

    private static OptionalLong exitCode(String text) {
        return text.matches("-?\\d{1,10}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }
}
