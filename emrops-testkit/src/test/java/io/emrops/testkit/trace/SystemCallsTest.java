package io.emrops.testkit.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class SystemCallsTest {
    @Test
    void a_call_that_nothing_came_between_is_one_line() {
        assertThat(SystemCalls.of(List.of("7 fdatasync(5</a/b>) = 0", "12345 fsync(9</a>)        = 0")))
                .containsExactly(
                        new SystemCall(7, "fdatasync", "5</a/b>", 0, 0, 0),
                        new SystemCall(12345, "fsync", "9</a>", 0, 1, 1));
    }

    @Test
    void the_two_parts_of_a_call_are_put_together_for_each_thread() {
        var calls = SystemCalls.of(List.of(
                "7 pwrite64(5</a/b>, \"one\", 3, 0 <unfinished ...>",
                "8 fdatasync(5</a/b> <unfinished ...>",
                "9 write(1</out>, \"x\", 1) = 1",
                "7 <... pwrite64 resumed>) = 3",
                "8 <... fdatasync resumed>)           = 0"));

        assertThat(calls)
                .containsExactly(
                        new SystemCall(9, "write", "1</out>, \"x\", 1", 1, 2, 2),
                        new SystemCall(7, "pwrite64", "5</a/b>, \"one\", 3, 0 ", 3, 0, 3),
                        new SystemCall(8, "fdatasync", "5</a/b> ", 0, 1, 4));
        assertThat(calls.get(1).isBefore(calls.get(2))).isFalse();
    }

    @Test
    void a_call_that_failed_or_never_returned_did_not_succeed() {
        var calls = SystemCalls.of(List.of(
                "7 fdatasync(5</a/b>) = -1 EIO (Input/output error)",
                "7 fsync(5</a/b>) = ? ERESTARTSYS (To be restarted if SA_RESTART is set)",
                "8 fdatasync(5</a/b> <unfinished ...>",
                "9 fdatasync(5</a/b> <unfinished ...>",
                "8 <... fdatasync resumed> <unfinished ...>) = ?",
                "9 <... fdatasync resumed> <detached ...>",
                "10 ???( <detached ...>",
                "7 --- SIGTERM {si_signo=SIGTERM} ---",
                "7 +++ exited with 0 +++"));

        assertThat(calls).hasSize(3).noneMatch(SystemCall::succeeded);
    }

    @Test
    void what_is_no_trace_is_not_passed_over() {
        for (var line : List.of("fsync(3</a>) = 0", "7 fsync(3</a>", "7 <... fsync resumed>) = 0", "")) {
            assertThatIllegalArgumentException()
                    .as(line)
                    .isThrownBy(() -> SystemCalls.of(List.of("8 fsync(3</a> <unfinished ...>", line)));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> SystemCalls.of(List.of("7 fsync(3</a> <unfinished ...>", "7 <... write resumed>) = 0")));
    }

    @Test
    void strings_and_descriptors_are_read_as_they_were() {
        var call = SystemCalls.of(List.of(
                        "7 pwrite64(5</a/b \\303\\274\\76>, \"\\\"a\\\": \\\\ \\n\\0\\0017\\33) = 4\"..., 99, 0) = 99"))
                .get(0);

        assertThat(call.file()).isEqualTo("/a/b \u00c3\u00bc>");
        assertThat(call.strings()).containsExactly("\"a\": \\ \n\0\u00017\u001b) = 4");
        assertThat(call.result()).isEqualTo(99);
        assertThat(new SystemCall(7, "openat", "AT_FDCWD</home>, \"/a\", O_RDWR", 3, 0, 0).file())
                .isEmpty();
        assertThat(new SystemCall(
                                7,
                                "writev",
                                "3</a>, [{iov_base=\"x\", iov_len=1}, {iov_base=\"y\", iov_len=1}], 2",
                                2,
                                0,
                                0)
                        .strings())
                .containsExactly("x", "y");
    }

    /** However the lines of the threads fall between each other, each call is found with its begin and its end. */
    @Property(tries = 300)
    void calls_are_found_in_any_interleaving(@ForAll long seed) {
        var random = new Random(seed);
        var expected = new ArrayList<SystemCall>();
        var lines = interleaved(random, expected);

        assertThat(SystemCalls.of(lines))
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactlyElementsOf(expected.stream()
                        .sorted(Comparator.comparing(SystemCall::returned))
                        .toList());
    }

    private static List<String> interleaved(Random random, List<SystemCall> calls) {
        var lines = new ArrayList<String>();
        Map<Integer, Integer> open = new TreeMap<>();
        var left = new ArrayDeque<>(random.ints(40, 1, 5).boxed().toList());
        while (!left.isEmpty()) {
            int thread = left.remove();
            var begun = open.remove(thread);
            if (begun != null) {
                lines.add(thread + " <... write resumed>) = " + begun);
                calls.add(new SystemCall(
                        thread, "write", "1</a>, \"x" + begun + "\", 9 ", begun, begun, lines.size() - 1));
            } else if (random.nextBoolean()) {
                lines.add(thread + " write(1</a>, \"x" + lines.size() + "\", 9 <unfinished ...>");
                open.put(thread, lines.size() - 1);
            } else {
                lines.add(thread + " write(1</a>, \"<unfinished ...>\", 9) = 9");
                calls.add(new SystemCall(
                        thread, "write", "1</a>, \"<unfinished ...>\", 9", 9, lines.size() - 1, lines.size() - 1));
            }
        }
        return lines;
    }
}
