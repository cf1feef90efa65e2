package io.emrops.iis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.TargetUnavailableException;
import io.emrops.core.weblog.W3cLogs;
import io.emrops.iis.log.IisLogs;
import io.emrops.testkit.windows.AnswerFault;
import io.emrops.testkit.windows.PowerShellError;
import io.emrops.weblog.PathRule;
import io.emrops.weblog.WebLogEntry;
import io.emrops.weblog.WebLogPosition;
import io.emrops.weblog.WebLogQuery;
import io.emrops.windows.PowerShellHost;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IisLogsTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final WebLogQuery HOUR = WebLogQuery.between(NOON, NOON.plusSeconds(3600));
    private static final String TODAY = "u_ex261122.log";

    @TempDir
    Path directory;

    private Doors doors;
    private PowerShellHost host;
    private LoggedSite site;
    private IisLogs files;
    private W3cLogs logs;

    @BeforeEach
    void open() throws Exception {
        doors = new Doors(directory);
        host = doors.open(Doors.Way.WINRM);
        site = new LoggedSite(doors.windows);
        files = IisLogs.on(host).ofSite("Scheduler");
        logs = W3cLogs.of(files);
        doors.windows.clock(() -> NOON);
    }

    @AfterEach
    void close() {
        host.close();
        doors.close();
    }

    private static String line(int second, String path) {
        return LoggedSite.line(NOON.plusSeconds(second), path, 200, 1000, 5);
    }

    private long requests() throws Exception {
        return logs.statistics(HOUR, Progress.none()).lines().requests();
    }

    private void refused(String why) {
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> files.files())
                .withMessageContaining(why)
                .withMessageContaining("nothing was changed");
    }

    @Test
    void what_is_no_log_of_the_site_alone_in_the_format_of_w3c_is_refused_by_name() {
        doors.windows.logs().format(LoggedSite.NAME, "Ncsa");
        refused("in the format Ncsa");

        doors.windows.logs().central(true);
        refused("into one file");

        doors.windows.administrator(false);
        refused("no administrator");
    }

    @Test
    void a_site_that_is_not_there_is_refused_and_one_that_never_logged_has_no_files() throws Exception {
        assertThat(files.files()).isEmpty();
        assertThat(logs.end()).isEqualTo(WebLogPosition.start());

        files = IisLogs.on(host).ofSite("planner");
        refused("there is no site planner");

        doors.windows.iis().installed(false);
        refused("IIS is not installed");
    }

    @Test
    void the_settings_of_the_site_say_where_its_logs_are() throws Exception {
        doors.windows.logs().directory(LoggedSite.NAME, "D:\\logs");
        doors.windows.logs().append("D:\\logs\\W3SVC7\\" + TODAY, LoggedSite.HEAD + line(0, "/"));
        doors.windows.logs().append("D:\\logs\\W3SVC7\\notes.txt", "none");

        assertThat(requests()).isEqualTo(1);
        assertThat(files.files()).hasSize(1).allSatisfy(file -> {
            assertThat(file.name()).isEqualTo(TODAY);
            assertThat(file.lastWrite()).isEqualTo(NOON);
            assertThat(file.identity()).hasSize(16);
        });
    }

    @Test
    void a_directory_can_be_named_without_iis_and_without_rights_of_an_administrator() throws Exception {
        doors.windows.administrator(false);
        doors.windows.iis().installed(false);
        doors.windows.logs().append("D:\\kept\\" + TODAY, LoggedSite.HEAD + line(0, "/"));

        logs = W3cLogs.of(IisLogs.on(host).in("D:\\kept"));
        files = IisLogs.on(host).in("D:\\none");

        assertThat(requests()).isEqualTo(1);
        refused("there is no directory D:\\none");
    }

    @Test
    void a_large_log_comes_in_several_pieces_and_is_whole() throws Exception {
        var random = new Random(4711);
        var text = new StringBuilder(LoggedSite.HEAD);
        var lines = 0;
        while (text.length() < 4 << 20) {
            var path = new StringBuilder("/");
            for (var i = 0; i < 150; i++) {
                path.append((char) ('!' + random.nextInt(90)));
            }
            text.append(line(lines++ % 3600, path.toString()));
        }
        site.write(TODAY, text.toString());
        var piece = ByteBuffer.allocate(8 << 20);

        var length = files.read(TODAY, 0, piece);

        assertThat(length).hasValue(text.length());
        assertThat(piece.position()).isBetween(1 << 20, 2 << 20);
        assertThat(requests()).isEqualTo(lines);
    }

    @Test
    void a_log_is_followed_over_growth_new_files_and_deleted_ones() throws Exception {
        site.write(TODAY, LoggedSite.HEAD + line(0, "/old"));
        var end = logs.end();
        site.write(TODAY, line(1, "/new") + line(2, "/half").substring(0, 30));

        var first = logs.read(end, 10, PathRule.asLogged());
        site.write(TODAY, line(2, "/half").substring(30));
        site.write("u_ex261123.log", LoggedSite.HEAD + line(86_400, "/next"));
        var second = logs.read(first.next(), 10, PathRule.asLogged());
        site.delete(TODAY);
        var third = logs.read(first.next(), 10, PathRule.asLogged());

        assertThat(first.entries()).extracting(WebLogEntry::path).containsExactly("/new");
        assertThat(second.entries()).extracting(WebLogEntry::path).containsExactly("/half", "/next");
        assertThat(third.entries()).extracting(WebLogEntry::path).containsExactly("/next");
        assertThat(second.lines().unreadable()).isZero();
    }

    @Test
    void a_file_that_goes_between_listing_and_reading_is_passed_over() throws Exception {
        site.write(TODAY, LoggedSite.HEAD + line(0, "/"));
        site.write("u_ex261123.log", LoggedSite.HEAD + line(1, "/") + line(2, "/"));

        var count = logs.statistics(HOUR, (done, all, unit) -> site.delete("u_ex261123.log"))
                .lines()
                .requests();

        assertThat(count).isEqualTo(1);
        assertThat(files.read("u_ex261123.log", 0, ByteBuffer.allocate(10))).isEmpty();
    }

    @Test
    void an_answer_that_is_lost_fails_the_call_which_may_be_made_again() throws Exception {
        site.write(TODAY, LoggedSite.HEAD + line(0, "/"));
        files.files();

        doors.scripted.faults().onNextCommand(AnswerFault.dropAfter(40));
        assertThatExceptionOfType(TargetUnavailableException.class)
                .isThrownBy(() -> logs.read(WebLogPosition.start(), 10, PathRule.asLogged()));

        assertThat(logs.read(WebLogPosition.start(), 10, PathRule.asLogged()).entries())
                .hasSize(1);
        assertThat(requests()).isEqualTo(1);
    }

    @Test
    void a_host_that_is_gone_is_unavailable() {
        site.write(TODAY, LoggedSite.HEAD + line(0, "/"));
        host.target();
        doors.scripted.shutDown();

        assertThatExceptionOfType(TargetUnavailableException.class).isThrownBy(this::requests);
        assertThatExceptionOfType(TargetUnavailableException.class).isThrownBy(logs::end);
    }

    @Test
    void a_file_that_may_not_be_opened_makes_the_logs_unavailable() throws Exception {
        site.write(TODAY, LoggedSite.HEAD + line(0, "/"));
        doors.scripted.onScript("weblog/read", call -> {
            throw PowerShellError.of("emrops.LogNotOpened", "ReadError");
        });

        assertThatExceptionOfType(TargetUnavailableException.class)
                .isThrownBy(this::requests)
                .withMessageContaining("emrops.LogNotOpened");
    }

    @Test
    void a_damaged_piece_is_no_log() throws Exception {
        site.write(TODAY, LoggedSite.HEAD + line(0, "/"));
        files.files();
        for (var content : new String[] {"H4sIAAAA", "not base64", "AAAA"}) {
            doors.scripted.onScript("weblog/read", call -> Map.of("found", true, "length", 100, "content", content));
            var to = ByteBuffer.allocate(10);

            assertThatExceptionOfType(TargetUnavailableException.class)
                    .isThrownBy(() -> files.read(TODAY, 0, to))
                    .withMessageContaining("damaged");
            assertThat(to.position()).isZero();
        }
    }

    @Test
    void names_with_directories_are_refused_here() {
        for (var name : new String[] {"..\\a.log", "C:a.log", "a/b.log", ""}) {
            assertThatIllegalArgumentException().isThrownBy(() -> files.read(name, 0, ByteBuffer.allocate(1)));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> IisLogs.on(host).ofSite(" "));
    }
}
