package io.emrops.testkit.sqlserver.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.emrops.testkit.sqlserver.type.Column;
import io.emrops.testkit.sqlserver.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A cursor beside a window that is moved over a list. */
class CursorTest {
    private static final int FIRST = 0x001;
    private static final int NEXT = 0x002;
    private static final int PREVIOUS = 0x004;
    private static final int LAST = 0x008;
    private static final int ABSOLUTE = 0x010;
    private static final int RELATIVE = 0x020;
    private static final int REFRESH = 0x080;
    private static final int PREVIOUS_UNADJUSTED = 0x200;
    private static final int WITHOUT_LOCKS = 0x400;

    private record Fetch(int way, int start, int count) {}

    private static Cursor over(int size) {
        var rows = new ArrayList<List<@Nullable Object>>();
        IntStream.rangeClosed(1, size).forEach(number -> rows.add(List.of(number)));
        return new Cursor(List.of(Column.of("Id", SqlType.INT)), rows);
    }

    private static List<Integer> numbers(List<List<@Nullable Object>> rows) {
        var numbers = new ArrayList<Integer>();
        for (var row : rows) {
            assertThat(row).hasSize(2).element(1).isEqualTo(1);
            numbers.add((Integer) row.get(0));
        }
        return numbers;
    }

    @Provide
    Arbitrary<List<Fetch>> fetches() {
        return Combinators.combine(
                        Arbitraries.of(
                                FIRST,
                                NEXT,
                                PREVIOUS,
                                LAST,
                                ABSOLUTE,
                                RELATIVE,
                                REFRESH,
                                PREVIOUS_UNADJUSTED,
                                NEXT | WITHOUT_LOCKS),
                        Arbitraries.integers().between(-12, 12),
                        Arbitraries.integers().between(0, 6))
                .as(Fetch::new)
                .list()
                .ofMaxSize(20);
    }

    /** Where the window is wanted; a window that begins before the first row or behind the last one shows nothing. */
    private record Window(long begin, int length) {}

    private static Window wanted(Fetch fetch, int size, int begin, int fetched) {
        var behind = size + 1;
        return switch (fetch.way & ~WITHOUT_LOCKS) {
            case FIRST -> new Window(fetch.count == 0 ? 0 : 1, fetch.count);
            case NEXT -> new Window(begin == 0 ? 1 : begin + fetched, fetch.count);
            case PREVIOUS -> new Window(begin <= 1 ? 0 : Math.max(1, begin - fetch.count), fetch.count);
            case PREVIOUS_UNADJUSTED -> {
                var from = begin <= 1 ? 0 : Math.max(1, begin - fetch.count);
                yield new Window(from, begin - from);
            }
            case LAST -> new Window(fetch.count == 0 ? behind : Math.max(1, behind - fetch.count), fetch.count);
            case ABSOLUTE -> new Window(fetch.start < 0 ? behind + fetch.start : fetch.start, fetch.count);
            case RELATIVE -> new Window(begin + fetch.start, fetch.count);
            default -> new Window(begin, fetch.count);
        };
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void the_window_moves_over_the_rows(
            @ForAll @IntRange(min = 0, max = 10) int size, @ForAll("fetches") List<Fetch> fetches) {
        var cursor = over(size);
        var begin = 0;
        var fetched = 0;
        for (var fetch : fetches) {
            var window = wanted(fetch, size, begin, fetched);
            var from = (int) window.begin;
            var expected = from < 1
                    ? List.<Integer>of()
                    : IntStream.range(from, Math.min(size + 1, from + window.length))
                            .boxed()
                            .toList();

            var rows = numbers(cursor.fetch(fetch.way, fetch.start, fetch.count));

            assertThat(rows).isEqualTo(expected);
            begin = Math.max(0, Math.min(size + 1, from));
            fetched = expected.size();
        }
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void no_number_is_too_large(@ForAll int way, @ForAll int start, @ForAll int count, @ForAll int again) {
        var cursor = over(3);
        for (var type : List.of(FIRST, NEXT, PREVIOUS, LAST, ABSOLUTE, RELATIVE, REFRESH)) {
            for (var number : List.of(start, Integer.MIN_VALUE, Integer.MAX_VALUE)) {
                assertThat(cursor.fetch(type, number, count)).hasSizeLessThanOrEqualTo(3);
                assertThat(cursor.fetch(type, again, number)).hasSizeLessThanOrEqualTo(3);
            }
        }
        assertThat(numbers(cursor.fetch(FIRST, 0, 9))).containsExactly(1, 2, 3);
    }

    @Test
    void going_on_from_the_beginning_reads_every_row_once() {
        var cursor = over(7);

        var read = new ArrayList<Integer>();
        for (var i = 0; i < 5; i++) {
            read.addAll(numbers(cursor.fetch(NEXT, 0, 2)));
        }

        assertThat(read).containsExactly(1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void going_back_further_than_to_the_first_row_ends_there() {
        var cursor = over(5);
        cursor.fetch(ABSOLUTE, 3, 1);

        assertThat(numbers(cursor.fetch(PREVIOUS_UNADJUSTED, 0, 4))).containsExactly(1, 2);
        assertThat(numbers(cursor.fetch(NEXT, 0, 4))).containsExactly(3, 4, 5);

        cursor.fetch(ABSOLUTE, 3, 1);
        assertThat(numbers(cursor.fetch(PREVIOUS, 0, 4))).containsExactly(1, 2, 3, 4);
    }

    @Test
    void there_are_no_other_ways() {
        for (var way : List.of(0, 3, 0x40, 0x100, 0x1000, -1)) {
            assertThatIllegalArgumentException().isThrownBy(() -> over(3).fetch(way, 0, 1));
        }
    }
}
