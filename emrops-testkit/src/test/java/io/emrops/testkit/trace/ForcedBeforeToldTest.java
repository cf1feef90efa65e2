package io.emrops.testkit.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForcedBeforeToldTest {
    private static final String WRITE = "1 pwrite64(5</j/a>, \"<<x>>\", 5, 0) = 5";
    private static final String FORCE = "1 fdatasync(5</j/a>) = 0";
    private static final String TELL = "2 write(9</told>, \"x\\n\", 2) = 2";

    private static List<String> faults(String... trace) {
        return new ForcedBeforeTold(SystemCalls.of(List.of(trace)))
                .faults(Path.of("/told"), Path.of("/j"), line -> text -> text.contains("<<" + line + ">>"));
    }

    @Test
    void written_forced_told_is_right() {
        assertThat(faults(WRITE, FORCE, TELL)).isEmpty();
        assertThat(new ForcedBeforeTold(SystemCalls.of(List.of(TELL))).told(Path.of("/told")))
                .containsExactly("x");
    }

    @Test
    void no_other_order_of_these_is() {
        for (var order : List.of(
                List.of(WRITE, TELL, FORCE),
                List.of(FORCE, WRITE, TELL),
                List.of(FORCE, TELL, WRITE),
                List.of(TELL, WRITE, FORCE),
                List.of(TELL, FORCE, WRITE),
                List.of(WRITE, TELL),
                List.of(FORCE, TELL),
                List.of(TELL))) {
            assertThat(faults(order.toArray(String[]::new))).as("%s", order).hasSize(1);
        }
    }

    @Test
    void a_force_that_failed_is_none() {
        assertThat(faults(WRITE, "1 fdatasync(5</j/a>) = -1 EIO (Input/output error)", TELL))
                .containsExactly("x: told before /j/a was forced");
        assertThat(faults(WRITE, "1 fdatasync(5</j/a>) = -1 EIO (Input/output error)", FORCE, TELL))
                .isEmpty();
    }

    @Test
    void a_force_of_another_file_is_none() {
        assertThat(faults(WRITE, "1 fdatasync(6</j/b>) = 0", TELL)).containsExactly("x: told before /j/a was forced");
    }

    @Test
    void a_force_that_began_before_the_write_had_returned_is_none() {
        assertThat(faults(
                        "1 pwrite64(5</j/a>, \"<<x>>\", 5, 0 <unfinished ...>",
                        "3 fdatasync(5</j/a> <unfinished ...>",
                        "1 <... pwrite64 resumed>) = 5",
                        "3 <... fdatasync resumed>) = 0",
                        TELL))
                .containsExactly("x: told before /j/a was forced");
    }

    @Test
    void a_telling_that_began_before_the_force_had_returned_is_too_early() {
        assertThat(faults(
                        WRITE,
                        "1 fdatasync(5</j/a> <unfinished ...>",
                        "2 write(9</told>, \"x\\n\", 2 <unfinished ...>",
                        "1 <... fdatasync resumed>) = 0",
                        "2 <... write resumed>) = 2"))
                .containsExactly("x: told before /j/a was forced");
    }

    @Test
    void what_a_short_write_left_out_was_not_written() {
        assertThat(faults("1 pwrite64(5</j/a>, \"<<x>>\", 5, 0) = 4", FORCE, TELL))
                .containsExactly("x: told before it was written");
        assertThat(faults("1 pwrite64(5</elsewhere>, \"<<x>>\", 5, 0) = 5", FORCE, TELL))
                .containsExactly("x: told before it was written");
    }

    @Test
    void a_file_that_got_its_name_needs_its_directory_forced() {
        for (var naming : List.of(
                "1 rename(\"/j/tmp\", \"/j/a\") = 0",
                "1 openat(AT_FDCWD</>, \"/j/a\", O_RDWR|O_CREAT|O_EXCL, 0600) = 5</j/a>")) {
            assertThat(faults(naming, WRITE, FORCE, TELL))
                    .containsExactly("x: told before the directory of /j/a was forced");
            assertThat(faults("1 fsync(7</j>) = 0", naming, WRITE, FORCE, TELL)).hasSize(1);
            assertThat(faults(naming, "1 fsync(7</j>) = 0", WRITE, FORCE, TELL)).isEmpty();
            assertThat(faults(naming, WRITE, FORCE, TELL, "1 fsync(7</j>) = 0")).hasSize(1);
        }
        assertThat(faults("1 openat(AT_FDCWD</>, \"/j/a\", O_RDWR) = 5</j/a>", WRITE, FORCE, TELL))
                .isEmpty();
    }

    @Test
    void opening_a_file_that_is_there_gives_it_no_name_unless_it_was_taken_away() {
        var named = "1 rename(\"/j/tmp\", \"/j/a\") = 0";
        var forced = "1 fsync(7</j>) = 0";
        var opened = "1 openat(AT_FDCWD</>, \"/j/a\", O_RDWR|O_CREAT, 0666) = 5</j/a>";

        assertThat(faults(named, forced, opened, WRITE, FORCE, TELL)).isEmpty();
        for (var removal : List.of("1 unlink(\"/j/a\") = 0", "1 rename(\"/j/a\", \"/j/b\") = 0")) {
            assertThat(faults(named, forced, removal, opened, WRITE, FORCE, TELL))
                    .hasSize(1);
        }
    }

    /** Of all orders in which three groups may be written, forced and told, exactly the right ones pass. */
    @Test
    void groups_that_share_a_force_are_told_behind_it() {
        var lines = List.of(
                "1 pwrite64(5</j/a>, \"<<x>><<y>>\", 10, 0) = 10",
                FORCE,
                "2 write(9</told>, \"x\\n\", 2) = 2",
                "3 write(9</told>, \"y\\n\", 2) = 2",
                "1 pwrite64(5</j/a>, \"<<z>>\", 5, 10) = 5");
        var checked = new int[2];
        for (var order : permutations(lines)) {
            var places = lines.stream().map(order::indexOf).toList();
            var early = Arrays.asList(2, 3).stream()
                    .filter(told -> places.get(0) > places.get(1) || places.get(1) > places.get(told))
                    .count();
            assertThat(faults(order.toArray(String[]::new))).as("%s", order).hasSize((int) early);
            checked[early == 0 ? 0 : 1]++;
        }
        assertThat(checked).containsExactly(10, 110);
    }

    private static List<List<String>> permutations(List<String> lines) {
        if (lines.isEmpty()) {
            return List.of(List.of());
        }
        var all = new ArrayList<List<String>>();
        for (var rest : permutations(lines.subList(1, lines.size()))) {
            for (int i = 0; i <= rest.size(); i++) {
                var order = new ArrayList<>(rest);
                order.add(i, lines.get(0));
                all.add(Collections.unmodifiableList(order));
            }
        }
        return all;
    }
}
