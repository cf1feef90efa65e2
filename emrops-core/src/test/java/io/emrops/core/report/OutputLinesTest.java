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
                .isEqualTo("id: 7\nsize: bytes 42\ncopyOnly: false\nleft: none\nbehind: none");
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

    private static String lines(String json) throws Exception {
        return String.join("\n", OutputLines.of(new ObjectMapper().readTree(json.replace('\'', '"'))));
    }
}
