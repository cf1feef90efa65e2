package io.emrops;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.deploy.Release;
import java.math.BigDecimal;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OutputTest {
    enum Level {
        LOW,
        HIGH
    }

    record Scalars(
            boolean a,
            int b,
            long c,
            double d,
            BigDecimal e,
            String f,
            Instant g,
            Duration h,
            Period i,
            LocalDate j,
            LocalTime k,
            LocalDateTime l,
            OffsetDateTime m,
            ZonedDateTime n,
            ZoneId o,
            DayOfWeek p,
            UUID q,
            URI r,
            DataSize s,
            Level t) {}

    record Containers(List<Level> a, Set<Optional<String>> b, Map<String, List<Integer>> c) {}

    record Twice(Containers one, Containers other) {}

    record Generic<T>(T value) {}

    record OfGeneric(Generic<String> value) {}

    record Several(Object a, List<Object> b, Map<String, char[]> c) {}

    static final class Inner {
        record Release(String version) {}
    }

    record Outer(Inner.Release release) {}

    @Test
    void scalars_have_a_word_each() {
        assertThat(Output.of(Scalars.class).shape())
                .isEqualTo("Scalars{a:boolean,b:integer,c:integer,d:number,e:number,f:text,g:instant,h:duration,"
                        + "i:period,j:date,k:time,l:datetime,m:offset-datetime,n:zoned-datetime,o:zone,p:weekday,q:uuid,"
                        + "r:uri,s:bytes,t:enum(LOW|HIGH)}");
        assertThat(Output.of(Scalars.class).faults()).isEmpty();
    }

    @Test
    void containers_say_of_what() {
        assertThat(Output.of(Containers.class))
                .hasToString("Containers{a:list<enum(LOW|HIGH)>,b:set<optional<text>>,c:map<list<integer>>}");
        assertThat(Output.listOf(String.class).shape()).isEqualTo("list<text>");
        assertThat(Output.setOf(int.class).shape()).isEqualTo("set<integer>");
        assertThat(Output.mapOf(Level.class).shape()).isEqualTo("map<enum(LOW|HIGH)>");
    }

    @Test
    void a_type_may_occur_twice_as_long_as_it_does_not_contain_itself() {
        assertThat(Output.of(Twice.class).faults()).isEmpty();
    }

    @Test
    void the_package_of_a_type_does_not_show() {
        assertThat(Output.of(Inner.Release.class).shape()).isEqualTo("Release{version:text}");
        assertThat(Output.of(Release.class).shape())
                .isEqualTo("Release{version:text,services:list<Service{name:text,image:text,digest:text,"
                        + "replicas:integer}>,variables:map<text>,since:instant}");
    }

    @Test
    void every_fault_is_told_with_its_place() {
        assertThat(Output.of(Several.class).faults())
                .extracting(f -> f.replaceAll(" cannot be kept.*", " cannot be kept"))
                .containsExactly(
                        "a: java.lang.Object cannot be kept",
                        "b: java.lang.Object cannot be kept",
                        "c: char[] cannot be kept");
        assertThat(Output.of(OfGeneric.class).faults())
                .containsExactly("value: io.emrops.OutputTest$Generic with type arguments cannot be kept");
        assertThat(Output.of(Generic.class).faults())
                .containsExactly("value: T is not a type whose values can be read back");
    }

    @Test
    void the_type_is_there_with_its_arguments() {
        assertThat(Output.of(String.class).type()).isEqualTo(String.class);
        assertThat(Output.mapOf(Integer.class).type().getTypeName())
                .isEqualTo("java.util.Map<java.lang.String, java.lang.Integer>");
    }
}
