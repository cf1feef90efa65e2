// What ./emrops-shell imports before a script or the first line that is typed.
import io.emrops.*;
import io.emrops.audit.*;
import io.emrops.backup.*;
import io.emrops.database.*;
import io.emrops.deploy.*;
import io.emrops.diagnostics.*;
import io.emrops.dns.*;
import io.emrops.event.*;
import io.emrops.logs.*;
import io.emrops.maintenance.*;
import io.emrops.metrics.*;
import io.emrops.network.*;
import io.emrops.notice.*;
import io.emrops.reachability.*;
import io.emrops.recovery.*;
import io.emrops.replication.*;
import io.emrops.scaling.*;
import io.emrops.trigger.*;
import io.emrops.weblog.*;
import io.emrops.core.*;
import io.emrops.core.command.*;
import io.emrops.core.database.*;
import io.emrops.core.files.*;
import io.emrops.core.health.*;
import io.emrops.core.http.*;
import io.emrops.core.runbook.*;
import io.emrops.core.terminal.*;
import io.emrops.core.trigger.*;
import io.emrops.core.weblog.*;
import io.emrops.docker.*;
import io.emrops.haproxy.*;
import io.emrops.mail.*;
import io.emrops.rfc2136.*;
import io.emrops.sqlserver.*;
import io.emrops.terminal.*;
import io.emrops.vantage.*;
import io.emrops.testkit.*;
import io.emrops.testkit.sqlserver.SimulatedSqlServer;
import io.emrops.testkit.sqlserver.instance.ServerRole;
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

var shell = Shell.here();

void help() {
    shell.help();
}
