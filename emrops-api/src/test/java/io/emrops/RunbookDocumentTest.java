package io.emrops;

import static io.emrops.Backoff.exponential;
import static io.emrops.Backoff.fixed;
import static java.time.DayOfWeek.SUNDAY;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.backup.BackupProvider;
import io.emrops.backup.Backups;
import io.emrops.deploy.Deployer;
import io.emrops.deploy.Deployments;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RunbookDocumentTest {
    private final BackupProvider sql = Handmade.untouchable(BackupProvider.class);
    private final Deployer compose = Handmade.untouchable(Deployer.class);

    enum Site {
        MAIN_CAMPUS,
        NORTH_CLINIC
    }

    @Test
    void a_rich_runbook_reads_as_it_should() {
        Golden.assertSame("failover.md", failover().toMarkdown());
        Golden.assertSame("failover.html", failover().toHtml());
    }

    @Test
    void the_same_definition_gives_the_same_document() {
        var once = failover();

        assertThat(once.toMarkdown())
                .isEqualTo(once.toMarkdown())
                .isEqualTo(failover().toMarkdown());
        assertThat(once.toHtml()).isEqualTo(failover().toHtml());
    }

    @Test
    void steps_before_the_first_section_have_a_heading_too() {
        var document = document(rb -> rb.manual("told", "The wards were told"));

        assertThat(document).contains("\n## Steps\n\n1. [ ] **The wards were told** (`told`)\n");
    }

    @Test
    void a_runbook_that_is_not_undone_by_itself_says_so() {
        var document = document(rb -> {
            rb.withoutAutomaticUndo();
            rb.verify("health", "The API answers", Handmade.check(""));
        });

        assertThat(document)
                .contains("everything is left as it stands; a person may have it undone")
                .contains("- **If not:** the run fails\n");
    }

    @Test
    void contacts_are_in_the_order_of_their_levels() {
        var document = document(rb -> {
            rb.contact(new Contact("Head of IT", "2", 2, ofMinutes(30)));
            rb.contact(new Contact("On call", "1", 1, ofMinutes(15)));
            rb.manual("told", "The wards were told");
        });

        assertThat(document).contains("| 1 | On call | 1 | 15 min |\n| 2 | Head of IT | 2 | 30 min |\n");
    }

    @Test
    void a_table_row_has_the_same_cells_whatever_authors_write() {
        var document = document(rb -> {
            rb.contact(new Contact("DBA | on\ncall", "1 | 2", 1, ofMinutes(15)));
            rb.param("a", String.class).matches("x|`y`|\\|").describedAs("this | or\nthat");
            rb.manual("told", "The wards were told");
        });

        var unescaped = Pattern.compile("(?<!\\\\)\\|");
        assertThat(document.lines().filter(l -> l.startsWith("|")))
                .hasSize(6)
                .allSatisfy(row -> assertThat(unescaped.matcher(row).results()).hasSize(5));
    }

    @Test
    void titles_cannot_break_the_document() {
        var document = document(rb -> {
            rb.section("# A *section*\n## with lines");
            rb.note("- not a list\n\n1. nor this\n\n<script>alert(1)</script>");
            rb.manual(
                            "a",
                            "**bold** `code` [link](javascript:x) <b>| \u001B[31mred\u001B[0m \u202Eevil\u202C \u0007 &lt;")
                    .note("> no quotation\u2028# no heading");
        });

        assertThat(document).endsWith("""

                        ## # A \\*section\\* ## with lines

                        \\- not a list

                        1\\. nor this

                        &lt;script>alert(1)&lt;/script>

                        1. [ ] **\\*\\*bold\\*\\* \\`code\\` \\[link\\](javascript:x) &lt;b>\\| red ‹U+202E›evil‹U+202C› ‹U+0007› &amp;lt;** (`a`)
                           - \\> no quotation # no heading
                           - **Confirmed by:** one person of the group operators
                           - Name: ____________________ Time: ____________
                        """);
    }

    @Test
    void only_addresses_that_a_browser_opens_harmlessly_are_links() {
        var document = document(rb -> {
            rb.link("Dashboard", URI.create("https://grafana.example/d/emr?a=(b)"));
            rb.link("Trap", URI.create("javascript:alert(1)"));
            rb.manual("told", "The wards were told");
        });

        assertThat(document)
                .contains("- [Dashboard](<https://grafana.example/d/emr?a=(b)>)\n")
                .contains("- Trap: `javascript:alert(1)`\n");
    }

    private static String document(java.util.function.Consumer<RunbookBuilder> block) {
        return Runbook.define("test", "Test", block).toMarkdown();
    }

    private Runbook failover() {
        var restartApi = Runbook.define("restart-api", "Restart the API", rb -> {
            var service = rb.param("service", String.class).orElse("api");
            rb.lock("emrnext");
            rb.step(
                    "restart",
                    "Restart it",
                    Operation.of(Done.class, in -> Deployments.restart(compose, in.get(service))));
            rb.verify("well", "All services run", Deployments.allServicesWell(compose))
                    .within(ofMinutes(2))
                    .every(ofSeconds(5))
                    .timeout(ofSeconds(10));
        });
        return Runbook.define("failover", "Fail over to the second data centre", rb -> {
            rb.purpose("""
                    Moves EMRNext to the second data centre when the first one is lost, or for the yearly test.

                    Wards work on paper meanwhile; plan for 45 minutes.
                    """);
            rb.owner("IT operations");
            rb.owner("Dr. A. Lindqvist (clinical safety)");
            rb.version(3);
            rb.deadline(ofHours(8));
            rb.contact(new Contact("Head of IT", "+1 555 0199", 3, ofHours(1)));
            rb.contact(new Contact("Operator on call", "pager 4711", 1, ofMinutes(15)));
            rb.contact(new Contact("Database administrator", "dba@hospital.example", 2, ofMinutes(30)));
            rb.link("Status page", URI.create("https://status.hospital.example/"));
            rb.link("Cold start", URI.create("file:///srv/runbooks/cold-start.md"));

            var site =
                    rb.param("site", Site.class).describedAs("Where to move to").orElse(Site.NORTH_CLINIC);
            var ticket = rb.param("ticket", String.class)
                    .describedAs("The change or incident this is for")
                    .matches("(CHG|INC)-\\d+");
            rb.param("loss", Duration.class)
                    .describedAs("How much data may be lost")
                    .orElse(ofMinutes(15))
                    .check("not more than an hour", d -> d.compareTo(ofHours(1)) <= 0);
            rb.secret("dns-key").describedAs("Key for changing the address of the EMR");

            rb.section("Before anything is changed");
            rb.note("Read all of this section before beginning.");
            rb.manual("wards", "Wards have switched to paper")
                    .by("nurse-managers")
                    .expires(ofHours(2))
                    .note("Every ward calls the command centre; tick them off on its list.");
            var fresh = rb.require(
                            "backup",
                            "There is a fresh backup",
                            Backups.verifiedFullBackupWithin(sql, "EMRNext", ofHours(24)))
                    .note("Without one, the loss cannot be bounded.");
            rb.approval("go", "The change board agrees")
                    .by("change-board")
                    .atLeast(2)
                    .notTheStarter()
                    .expires(ofHours(4))
                    .needs(fresh);

            rb.section("Failover");
            rb.lock("emrnext");
            rb.window(MaintenanceWindow.weekly(SUNDAY, "02:00", "06:00", ZoneId.of("America/New_York")))
                    .whenItCloses(WindowRule.WhenItCloses.PAUSE);
            var last = rb.step("last-backup", "Take a last backup", Backups.full(sql, "EMRNext"))
                    .timeout(ofMinutes(30))
                    .attempts(3, exponential(ofSeconds(5)))
                    .inDoubt(InDoubt.probe());
            var nodes = Items.of(List.of("app-01", "app-02", "app-03"), name -> name);
            rb.forEach("drain", "Take {item} out of the load balancer", nodes, (run, node) -> untouched())
                    .atMost(2)
                    .stopAfterFailures(2)
                    .attempts(2, fixed(ofSeconds(10)))
                    .undo((run, node, done) -> untouched())
                    .inDoubt(InDoubt.rerun());
            var roles = rb.parallel("roles", "Give the second data centre its roles")
                    .atMost(1);
            var promoted = roles.branch("database", "Database", part -> {
                part.manual("replica", "The replica has caught up").needs(last);
                return part.step("promote", "Make the replica the primary", String.class, run -> untouched())
                        .irreversible("the old primary has to be rebuilt")
                        .undoAttempt(run -> untouched())
                        .timeout(ofSeconds(90))
                        .version(2);
            });
            roles.branch("cache", "Cache", part -> {
                part.section("Sessions");
                part.note("Users have to sign in again.");
                return part.action("clear", "Clear the sessions", run -> untouched())
                        .nothingToUndo("users sign in again")
                        .onlyIf("the cache is shared with the first data centre", run -> untouched() == null);
            });
            var dns = rb.include(
                    "dns",
                    "Point the name at the second data centre",
                    part -> part.step("change", "Change the address", String.class, run -> untouched())
                            .needs(promoted, site, ticket)
                            .undo((run, before) -> untouched())
                            .undoAttempt(run -> untouched())
                            .inDoubt(InDoubt.probe(run -> Probe.notApplied())));
            rb.forEachOperation(
                    "start",
                    "Start {item}",
                    dns.items(List::of, s -> s),
                    Done.class,
                    node -> Deployments.restart(compose, node));
            rb.include("api", restartApi).bind("service", ticket);

            rb.section("Verification");
            rb.verify(
                            "health",
                            "The EMR answers",
                            Handmade.check("GET https://emr.example/health answers with status = healthy"))
                    .within(ofMinutes(2));
            rb.manual("chart", "A nurse opens a chart").onlyIf("this is no test", run -> untouched() == null);
        });
    }

    private static <T> T untouched() {
        Optional<T> nothing = Optional.empty();
        return nothing.orElseThrow(() -> new AssertionError("A body was called"));
    }
}
