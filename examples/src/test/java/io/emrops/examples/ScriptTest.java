package io.emrops.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
@Timeout(120)
final class ScriptTest {
    @TempDir
    Path directory;

    private ScriptProcess run(String source, String... args) throws Exception {
        return ScriptProcess.run(Jdks.own(), Files.writeString(directory.resolve("a.jsh"), source), args);
    }

    @Test
    void a_script_finds_its_arguments_and_the_imports() throws Exception {
        var ended =
                run("System.out.println(List.of(args) + \" \" + gib(3) + \" \" + ofHours(2))", "a b", "\"\\u0022\\");

        assertThat(ended.exit()).isZero();
        assertThat(ended.output()).isEqualTo("[a b, \"\\u0022\\] 3 GiB PT2H\n");
    }

    @Test
    void a_comment_before_an_import_takes_no_argument_away() throws Exception {
        var ended = run("""
                // What this is for.
                //
                /* And how
                   it is used. */

                import java.security.KeyStore;

                var options = List.of(args);
                System.out.println(options);
                """, "a");

        assertThat(ended).isEqualTo(new ScriptProcess(0, "[a]\n"));
    }

    @Test
    void what_does_not_compile_ends_it_with_the_line() throws Exception {
        var ended = run("""
                var x = 1;

                if (x > 0) {
                    String s = x;
                }
                System.out.println("not reached");
                """);

        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.output())
                .contains("a.jsh:4: error: incompatible types")
                .contains("    String s = x;\n               ^")
                .doesNotContain("not reached");
    }

    @Test
    void what_is_thrown_ends_it_with_the_lines_it_passed_through() throws Exception {
        var ended = run("""
                int half(int x) {
                    if (x % 2 == 1) {
                        throw new IllegalArgumentException("odd");
                    }
                    return x / 2;
                }

                half(3);
                System.out.println("not reached");
                """);

        assertThat(ended.exit()).isEqualTo(1);
        assertThat(ended.output())
                .containsSubsequence("a.jsh:8: java.lang.IllegalArgumentException: odd", "a.jsh:3\n", "a.jsh:8\n")
                .doesNotContain("not reached");
    }

    @Test
    void what_is_never_declared_is_not_passed_over() throws Exception {
        assertThat(run("void f() { g(); }\n"))
                .isEqualTo(new ScriptProcess(1, directory.resolve("a.jsh") + ":1: cannot find method g()\n"));
    }

    @Test
    void what_does_not_end_is_not_passed_over() throws Exception {
        assertThat(run("var x = 1;\nif (x > 0) {\n"))
                .isEqualTo(new ScriptProcess(1, directory.resolve("a.jsh") + ":2: what begins here does not end\n"));
    }

    @Test
    void it_exits_as_it_says() throws Exception {
        assertThat(run("var x = 6;\n/exit x + 1\nnever").exit()).isEqualTo(7);
        assertThat(run("System.exit(4);").exit()).isEqualTo(4);
        assertThat(run("/exit").exit()).isZero();
        assertThat(run("/vars").exit()).isEqualTo(1);
    }

    @Test
    void a_thread_that_is_left_behind_does_not_keep_it() throws Exception {
        assertThat(run("new Thread(() -> { while (true) { Thread.onSpinWait(); } }).start();")
                        .exit())
                .isZero();
    }

    @Test
    void the_first_script_runs() throws Exception {
        var ended = ScriptProcess.run(Jdks.own(), Path.of("first.jsh"));

        assertThat(ended.exit()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("now: max_sessions=400");
    }

    @Test
    void the_backups_are_made_and_proven() throws Exception {
        var ended = ScriptProcess.run(Jdks.own(), Path.of("backups.jsh"));

        assertThat(ended.exit()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("copy-only ones are no base", "There are errors in test_of_EMRNext_3");
    }

    @Test
    void accesses_are_reviewed_without_a_name_in_the_report() throws Exception {
        var ended = ScriptProcess.run(Jdks.own(), Path.of("audit.jsh"));

        assertThat(ended.exit()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("ok: the files have the rows, and the report has no names");
    }

    @Test
    void old_audit_rows_are_deleted_and_the_first_administrator_is_made() throws Exception {
        var ended = ScriptProcess.run(Jdks.own(), Path.of("retention.jsh"));

        assertThat(ended.exit()).as(ended.output()).isZero();
        assertThat(ended.output())
                .contains(
                        "ok: the archive is proven, and nothing is deleted before somebody agrees",
                        "ok: two old rows are deleted, and the one under a legal hold stays",
                        "ok: the secret opens the login, and has to be replaced first",
                        "ok: the secret is in no journal and in no report");
    }

    @Test
    void the_recovery_takes_a_mistake_back() throws Exception {
        var ended = ScriptProcess.run(Jdks.own(), Path.of("recovery.jsh"));

        assertThat(ended.exit()).as(ended.output()).isZero();
        assertThat(ended.output())
                .contains(
                        "ok: the process was killed", "ok: the admissions of 18:45 are there", "ok: the services run");
    }

    @Test
    void the_maintenance_is_gone_on_with_and_the_data_repaired() throws Exception {
        var ended = ScriptProcess.run(Jdks.own(), Path.of("maintenance.jsh"));

        assertThat(ended.exit()).as(ended.output()).isZero();
        assertThat(ended.output())
                .contains("ok: the second night does the rest", "ok: the orphaned admissions are moved away");
    }

    @Test
    void services_are_scaled_patched_and_restarted() throws Exception {
        var ended = ScriptProcess.run(Jdks.own(), Path.of("services.jsh"));

        assertThat(ended.exit()).as(ended.output()).isZero();
        assertThat(ended.output())
                .contains("ok: the former image of the API runs again", "ok: all keep to their limits");
    }

    @Test
    void a_cache_is_cleared_and_serves_again() throws Exception {
        var ended = ScriptProcess.run(Jdks.own(), Path.of("caches.jsh"));

        assertThat(ended.exit()).as(ended.output()).isZero();
        assertThat(ended.output())
                .contains(
                        "ok: the rehearsal has changed nothing",
                        "ok: the pages were cleared and the session is still there",
                        "ok: there was room, and nothing was cleared");
    }

    @Test
    void a_certificate_is_renewed_and_put_back_where_it_is_not_served() throws Exception {
        var ended = ScriptProcess.run(Jdks.own(), Path.of("certificates.jsh"));

        assertThat(ended.exit()).as(ended.output()).isZero();
        assertThat(ended.output())
                .contains(
                        "ok: the portal shows the new one",
                        "ok: it was left alone",
                        "ok: the earlier one is served, and the report says so",
                        "ok: nothing ends within 30 days");
    }

    @Test
    void idle_sessions_are_ended_and_a_blocker_is_named() throws Exception {
        var ended = ScriptProcess.run(Jdks.own(), Path.of("diagnostics.jsh"));

        assertThat(ended.exit()).as(ended.output()).isZero();
        assertThat(ended.output())
                .contains(
                        "5 sessions were ended",
                        "3 left alone: above the limit of the request",
                        "which does nothing and has a transaction open, keeps 1 session waiting: Reports on");
    }

    @Test
    void all_goes_to_the_other_site_and_nobody_forces_it_without_typing_what_is_lost() throws Exception {
        var ended = ScriptProcess.run(Jdks.own(), Path.of("failover.jsh"));

        assertThat(ended.exit()).as(ended.output()).isZero();
        assertThat(ended.output())
                .contains(
                        "ok: the rehearsal has changed nothing",
                        "ok: all is at site A again",
                        "ok: without the confirmation nothing is done",
                        "ok: with it all is at site B");
    }

    @Test
    void the_scheduler_is_deployed_to_iis_and_a_version_that_is_not_well_is_not_switched_to() throws Exception {
        var ended = ScriptProcess.run(Jdks.own(), Path.of("scheduler.jsh"));

        assertThat(ended.exit()).as(ended.output()).isZero();
        assertThat(ended.output())
                .contains(
                        "ok: 1.0.0 is on D:\\apps\\HospitalScheduler\\releases\\1.0.0-",
                        "ok: once more would change nothing",
                        "ok: 2.0.0 is still on",
                        "ok: the pool has new processes");
    }

    @Test
    void what_is_to_be_tried_on_a_windows_host_is_all_right_on_a_simulated_one() throws Exception {
        var ended = ScriptProcess.run(Jdks.own(), Path.of("windows-acceptance.jsh"), "--simulated", "--iis");

        assertThat(ended.exit()).as(ended.output()).isZero();
        assertThat(ended.output())
                .contains("SIMULATED", "told by its id: DirectoryNotFoundException", "All as it should be.")
                .doesNotContain("NOT OK");
    }

    @Test
    void the_release_runs_on_the_embedded_hospital() throws Exception {
        var ended = ScriptProcess.run(Jdks.own(), Path.of("release.jsh"));

        assertThat(ended.exit()).as(ended.output()).isZero();
        assertThat(ended.output()).contains("ok: the process was killed", "ok: 2.2.0 runs");
    }
}
