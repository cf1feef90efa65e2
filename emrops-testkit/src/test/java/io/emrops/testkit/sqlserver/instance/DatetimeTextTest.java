package io.emrops.testkit.sqlserver.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatetimeTextTest {
    private static final LocalDateTime THREE = LocalDateTime.parse("2024-01-15T03:00:00");

    @Test
    void a_time_can_be_written_in_many_ways() {
        for (var text : List.of(
                "2024-01-15T03:00:00",
                "2024-01-15T03:00:00.000",
                "2024-01-15 03:00:00",
                "20240115 03:00:00.000",
                "20240115 3:00",
                "240115 3AM",
                "01/15/2024 03:00",
                "1-15-24 3:00 am",
                "1.15.2024 03:00:00:000",
                "2024/1/15 3:00",
                "Jan 15, 2024 3:00 AM",
                "January 15 2024 03:00",
                "15 Jan 2024 3:00AM",
                "15-JAN-2024 03:00:00",
                "15Jan2024 3:00",
                "3:00 AM 1/15/2024",
                " 2024-01-15 03:00 ")) {
            assertThat(DatetimeText.parse(text)).as(text).contains(THREE);
        }
    }

    @Test
    void halves_of_a_day_and_parts_of_a_second_are_read() {
        assertThat(DatetimeText.parse("20240115 12:30 AM")).contains(LocalDateTime.parse("2024-01-15T00:30"));
        assertThat(DatetimeText.parse("20240115 12:30 PM")).contains(LocalDateTime.parse("2024-01-15T12:30"));
        assertThat(DatetimeText.parse("20240115 11:30 PM")).contains(LocalDateTime.parse("2024-01-15T23:30"));
        assertThat(DatetimeText.parse("20240115 00:00:00.5")).contains(LocalDateTime.parse("2024-01-15T00:00:00.5"));
        assertThat(DatetimeText.parse("20240115 00:00:00:5")).contains(LocalDateTime.parse("2024-01-15T00:00:00.005"));
    }

    @Test
    void what_is_missing_is_midnight_or_the_first() {
        assertThat(DatetimeText.parse("20240115")).contains(LocalDateTime.parse("2024-01-15T00:00"));
        assertThat(DatetimeText.parse("2024-01-15")).contains(LocalDateTime.parse("2024-01-15T00:00"));
        assertThat(DatetimeText.parse("2024")).contains(LocalDateTime.parse("2024-01-01T00:00"));
        assertThat(DatetimeText.parse("Mar 2024")).contains(LocalDateTime.parse("2024-03-01T00:00"));
        assertThat(DatetimeText.parse("1/15/49")).contains(LocalDateTime.parse("2049-01-15T00:00"));
        assertThat(DatetimeText.parse("1/15/50")).contains(LocalDateTime.parse("1950-01-15T00:00"));
        assertThat(DatetimeText.parse("03:00")).contains(LocalDateTime.parse("1900-01-01T03:00"));
    }

    @Test
    void what_is_none_is_not_guessed_at() {
        for (var text : List.of(
                "yesterday",
                "15/01/2024",
                "2024-02-30",
                "2024-01-15T03",
                "2024-1-15T03:00:00",
                "20240115 24:00",
                "20240115 13:00 AM",
                "20240115 03:00:00.1234567",
                "20240115 03",
                "1/15-2024",
                "Janu 15 2024",
                "17521231",
                "1234567890123",
                "null")) {
            assertThat(DatetimeText.parse(text)).as(text).isEmpty();
        }
    }
}
