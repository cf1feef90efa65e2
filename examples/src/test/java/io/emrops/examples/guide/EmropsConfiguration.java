package io.emrops.examples.guide;

import io.emrops.Authorizer;
import io.emrops.Engine;
import io.emrops.RunInfo;
import io.emrops.Runbook;
import io.emrops.core.Emrops;
import io.emrops.event.RunListener;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

// tag::configuration[]
@Configuration
class EmropsConfiguration {
    @Bean // closed with the context: Engine is AutoCloseable
    Engine engine(@Value("${emrops.directory}") Path directory, Authorizer authorizer, List<RunListener> listeners) {
        var builder = Emrops.builder(directory).authorizer(authorizer);
        listeners.forEach(builder::listener);
        return builder.build();
    }

    @Bean
    ResumeOpenRuns resumeOpenRuns(Engine engine, List<Runbook> runbooks) {
        return new ResumeOpenRuns(engine, runbooks);
    }

    /** Goes on with what the last process left, once the application is ready for it. */
    record ResumeOpenRuns(Engine engine, List<Runbook> runbooks) {
        @EventListener(ApplicationReadyEvent.class)
        void resume() {
            engine.runs().stream()
                    .flatMap(run -> run.known().stream())
                    .filter(this::isOpen)
                    .forEach(this::resume);
        }

        private boolean isOpen(RunInfo.Known run) {
            return !run.state().ended() && !run.live();
        }

        private void resume(RunInfo.Known run) {
            for (var runbook : runbooks) {
                if (runbook.id().equals(run.runbookId())) {
                    try {
                        engine.resume(runbook, run.runId());
                    } catch (RuntimeException e) {
                        // Another definition, a target that does not answer: somebody has to look, and the others go
                        // on.
                        LoggerFactory.getLogger(ResumeOpenRuns.class).warn("Run {} is not resumed", run.runId(), e);
                    }
                }
            }
        }
    }
}
// end::configuration[]
