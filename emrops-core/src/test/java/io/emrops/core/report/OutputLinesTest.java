package io.emrops.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class OutputLinesTest {
    @Test
    void an_object_has_a_line_for_each_field() throws Exception {
        assertThat(lines("{'id':'7','size':{'bytes':42},'copyOnly':false,'left':null,'behind':''}"))
                .isEqualTo("id: 7\nsize: 42 B\ncopyOnly: false\nleft: none\nbehind: none");
    }

    @Test
    void a_list_has_a_line_for_each_item() throws Exception {
        assertThat(lines("{'remarks':[],'sources':[{'id':'1','files':['a.bak','b.bak'],'notes':[]},{'id':'2'}]}"))
                .isEqualTo("remarks: none\nsources:\n- id 1, files a.bak, b.bak\n- id 2");
        assertThat(lines("['a','b']")).isEqualTo("a\nb");
    }

    @Test
    void a_long_list_is_cut_and_the_rest_counted() throws Exception {
        var numbers =
                IntStream.rangeClosed(1, 10_000).mapToObj(Integer::toString).collect(Collectors.joining(","));

        assertThat(lines("{'services':[" + numbers + "]}").lines()).hasSize(22).endsWith("- and 9980 more");
        assertThat(lines("{'by':{'host':[" + numbers + "]}}")).endsWith("19, 20 and 9980 more");
    }

    @Test
    void a_text_is_itself_and_nothing_is_no_line() throws Exception {
        assertThat(lines("'done'")).isEqualTo("done");
        assertThat(lines("null")).isEmpty();
        assertThat(lines("{}")).isEmpty();
    }

    @Test
    void sizes_and_durations_are_as_people_write_them() throws Exception {
        assertThat(
                        lines(
                                "{'size':{'bytes':3221225472},'took':'PT4M3.25S','none':'PT0S','files':[{'size':{'bytes':1024}}]}"))
                .isEqualTo("size: 3 GiB\ntook: 4 min 3 s\nnone: 0 ms\nfiles:\n- size 1 KiB");
        assertThat(lines("'PT26H'")).isEqualTo("26 h");
    }

    @Test
    void what_only_looks_like_a_size_or_a_duration_stays_as_it_is() throws Exception {
        assertThat(lines("{'a':{'bytes':-1},'b':{'bytes':'7'},'c':{'bytes':1,'of':2},'d':{'bytes':1.5}}"))
                .isEqualTo("a: bytes -1\nb: bytes 7\nc: bytes 1, of 2\nd: bytes 1.5");
        assertThat(lines("['PT','PT5','PTS','5S','PT-5S','PT5Sx','P1D','PT99999999999999999999H']"))
                .isEqualTo("PT\nPT5\nPTS\n5S\nPT-5S\nPT5Sx\nP1D\nPT99999999999999999999H");
    }

    @Test
    void numbers_with_decimals_have_four_digits_and_no_exponent() throws Exception {
        assertThat(lines("{'cpu':0.4,'rate':999.737148109282,'used':2.097152E8,'tiny':0.000123456,'count':12345678}"))
                .isEqualTo("cpu: 0.4\nrate: 999.7\nused: 209715200\ntiny: 0.0001235\ncount: 12345678");
    }

    private static String lines(String json) throws Exception {
        return String.join("\n", OutputLines.of(new ObjectMapper().readTree(json.replace('\'', '"'))));
    }
}
