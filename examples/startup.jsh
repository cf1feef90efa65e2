// What ./emrops-shell imports before a script or the first line that is typed.
import io.emrops.*;
import io.emrops.backup.*;
import io.emrops.database.*;
import io.emrops.deploy.*;
import io.emrops.event.*;
import io.emrops.notice.*;
import io.emrops.core.*;
import io.emrops.core.command.*;
import io.emrops.core.files.*;
import io.emrops.core.health.*;
import io.emrops.core.http.*;
import io.emrops.core.runbook.*;
import io.emrops.core.terminal.*;
import io.emrops.docker.*;
import io.emrops.terminal.*;
import io.emrops.testkit.*;
import io.emrops.examples.*;
import java.net.URI;
import java.nio.file.*;
import java.time.*;
import java.util.*;
import java.util.function.*;
import java.util.stream.*;
import static io.emrops.Backoff.*;
import static io.emrops.DataSize.*;
import static io.emrops.InDoubt.*;
import static java.time.DayOfWeek.*;
import static java.time.Duration.*;

void help() {
    System.out.print("""
            Runbook.define(id, title, rb -> {...})    a runbook; also DeploymentRunbook.of(id, title, deployer)
              rb.param(id, Type.class)                what is asked for at the start
              rb.require / verify(id, title, check)   Http.get(url), Disk.of(path), Commands, or run -> Finding.ok(...)
              rb.step(id, title, operation)           Deployments.rollOut, Backups.full, Commands.run, ...
              rb.step(id, title, Type.class, body)    your own code; followed by .undo(...) or .nothingToUndo(why)
              rb.manual, approval, lock, window, forEach, parallel, include
            runbook.toMarkdown()                      the document that people read
            Emrops.engine(directory)                  journal and locks in that directory; close() it
            engine.plan(runbook, request)             the rehearsal: touches nothing; .toMarkdown()
            engine.start(plan or runbook, request)    RunRequest.by(you).because(why).with(param, value)
            OperatorTerminal.open()                   a listener that shows a live tree and asks; .attend(run)
              run.await(), run.answer(path, Answer.confirm(you)), run.cancel(you, why), run.report()
            engine.runs(), resume(runbook, id), undo(runbook, id, ResumeRequest.by(you))
            ComposeDeployer.project(name), Hospital.open(directory), EmbeddedHospital.start()
            A line that begins with a dot does not continue the line before it; an open brace does.
            examples/first.jsh and examples/release.jsh show it all; in here: /open examples/first.jsh
            """);
}
