package io.emrops.core.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.emrops.StoreException;
import io.emrops.StoreException.Problem;
import io.emrops.Target;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.time.api.DateTimes;
import org.junit.jupiter.api.Test;

/** Every kind of record, with whatever its components may be. */
final class RecordCodecTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private final RecordCodec plain = new RecordCodec(text -> text);
    private final RecordCodec blotting = new RecordCodec(text -> text.replace("geheim", "***"));

    /** What Jackson makes of a record by itself is the oracle. */
    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void what_is_written_is_what_the_format_says(@ForAll("records") RunRecord record) throws Exception {
        ObjectNode format = Json.MAPPER.createObjectNode();
        format.put("record", RecordCodec.kind(record.getClass()));
        format.setAll((ObjectNode) Json.tree(record));

        assertThat(Json.MAPPER.readTree(plain.write(record).bytes()))
                .hasToString(Json.MAPPER
                        .readTree(Json.MAPPER.writeValueAsBytes(format))
                        .toString());
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void a_record_counts_as_it_reads_when_it_comes_back(@ForAll("records") RunRecord record) {
        for (var codec : List.of(plain, blotting)) {
            var written = codec.write(record);

            assertThat(RecordCodec.read(written.bytes(), "run", 1)).isEqualTo(written.record());
        }
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void a_record_that_is_not_written_counts_as_if_it_had_been(@ForAll("records") RunRecord record) {
        for (var codec : List.of(new RecordCodec(text -> text, () -> true), blotting)) {
            var kept = codec.asRead(record);

            assertThat(kept).isEqualTo(RecordCodec.read(codec.write(record).bytes(), "run", 1));
            assertThat(RecordCodec.read(plain.write(kept).bytes(), "run", 1)).isEqualTo(kept);
        }
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void no_secret_is_written_whatever_it_is_in(@ForAll("records") RunRecord record) {
        var written = blotting.write(record);

        assertThat(new String(written.bytes(), StandardCharsets.UTF_8)).doesNotContain("geheim");
        assertThat(written.record().toString()).doesNotContain("geheim");
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void the_order_of_the_parts_does_not_matter(@ForAll("records") RunRecord record) throws Exception {
        var parts = (ObjectNode) Json.MAPPER.readTree(plain.write(record).bytes());
        var names = new java.util.ArrayList<String>();
        parts.fieldNames().forEachRemaining(names::add);
        java.util.Collections.reverse(names);
        var reversed = Json.MAPPER.createObjectNode().put("added later", 1);
        names.forEach(name -> reversed.set(name, parts.get(name)));

        assertThat(RecordCodec.read(Json.MAPPER.writeValueAsBytes(reversed), "run", 1))
                .isEqualTo(RecordCodec.read(Json.MAPPER.writeValueAsBytes(parts), "run", 1));
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void what_is_no_record_is_called_corrupt(
            @ForAll("records") RunRecord record, @ForAll int place, @ForAll byte other, @ForAll boolean cut) {
        var bytes = plain.write(record).bytes();
        var at = Math.floorMod(place, bytes.length);
        var broken = cut ? Arrays.copyOf(bytes, at) : bytes.clone();
        if (!cut) {
            broken[at] = other;
        }
        try {
            RecordCodec.read(broken, "run", 7);
        } catch (StoreException e) {
            assertThat(e.problem()).isIn(Problem.CORRUPT, Problem.NEWER_FORMAT);
            assertThat(e)
                    .hasMessageContaining("ecord 7 of run run")
                    .satisfiesAnyOf(
                            x -> assertThat(x).hasMessageContaining("Record 7"),
                            x -> assertThat(x).hasMessageContaining("Run run was written in format"));
        }
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void a_record_that_lacks_a_part_is_called_corrupt(@ForAll("records") RunRecord record, @ForAll int which)
            throws Exception {
        var parts = (ObjectNode) Json.MAPPER.readTree(plain.write(record).bytes());
        var components = record.getClass().getRecordComponents();
        var missing = components[Math.floorMod(which, components.length)].getName();
        parts.remove(missing);
        var bytes = Json.MAPPER.writeValueAsBytes(parts);

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> RecordCodec.read(bytes, "run", 7))
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.CORRUPT))
                .withMessage("Record 7 of run run lacks \"" + missing + "\"");
    }

    @Test
    void a_record_of_no_bytes_is_called_corrupt() {
        for (var nothing : List.of("", " ")) {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> RecordCodec.read(nothing.getBytes(StandardCharsets.UTF_8), "run", 7))
                    .withMessage("Record 7 of run run is not readable")
                    .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.CORRUPT));
        }
    }

    /** Half of a surrogate pair is not to be said in UTF-8, and so it is escaped. */
    @Test
    void half_a_character_is_kept_as_it_is() {
        var half = new RunRecord.StepDone(
                Instant.EPOCH, "a", 1, Duration.ZERO, NODES.textNode("half a \uD83D here"), "body");

        assertThat(RecordCodec.read(plain.write(half).bytes(), "run", 1)).isEqualTo(half);
    }

    @Test
    void a_run_of_a_newer_format_is_not_read_even_if_it_reads_otherwise() {
        var bytes = "{\"format\":2,\"record\":\"run-started\"}".getBytes(StandardCharsets.UTF_8);

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> RecordCodec.read(bytes, "run", 0))
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.NEWER_FORMAT));
    }

    @Test
    void a_kind_that_nobody_knows_yet_is_of_a_newer_format() {
        var bytes = "{\"record\":\"step-dreamt\"}".getBytes(StandardCharsets.UTF_8);

        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> RecordCodec.read(bytes, "run", 3))
                .withMessageContaining("\"step-dreamt\"")
                .satisfies(e -> assertThat(e.problem()).isEqualTo(Problem.NEWER_FORMAT));
    }

    @Provide
    Arbitrary<RunRecord> records() {
        return Arbitraries.of(RunRecord.class.getPermittedSubclasses())
                .flatMap(type -> record(type).map(RunRecord.class::cast))
                .filter(r -> !(r instanceof RunRecord.RunStarted s) || s.format() <= RecordCodec.FORMAT);
    }

    private static Arbitrary<?> record(Class<?> type) {
        var components = type.getRecordComponents();
        List<Arbitrary<Object>> values = Arrays.stream(components)
                .map(RecordComponent::getGenericType)
                .<Arbitrary<Object>>map(of -> RecordCodecTest.of(of).map(Object.class::cast))
                .toList();
        var constructor = type.getDeclaredConstructors()[0];
        return Combinators.combine(values).as(arguments -> {
            try {
                return constructor.newInstance(arguments.toArray());
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static Arbitrary<?> of(Type type) {
        if (type instanceof ParameterizedType generic) {
            var of = of(generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1]);
            if (generic.getRawType() == Optional.class) {
                return of.optional();
            }
            return generic.getRawType() == List.class
                    ? of.list().ofMaxSize(3)
                    : Arbitraries.maps(texts(), of).ofMaxSize(3);
        }
        if (type == String.class) {
            return texts();
        }
        if (type == int.class) {
            return Arbitraries.integers();
        }
        if (type == boolean.class) {
            return Arbitraries.of(true, false);
        }
        if (type == Instant.class) {
            return Arbitraries.oneOf(
                    DateTimes.instants().ofPrecision(java.time.temporal.ChronoUnit.NANOS),
                    Arbitraries.of(Instant.EPOCH, Instant.parse("-0044-03-15T12:00:00Z"), Instant.MAX, Instant.MIN));
        }
        if (type == Duration.class) {
            return Arbitraries.longs().map(Duration::ofNanos);
        }
        if (type == JsonNode.class) {
            return trees();
        }
        if (type == Target.class) {
            return texts().map(text -> new Target("kind " + text, "name", "identity " + text));
        }
        var simple = (Class<?>) type;
        return simple.isEnum() ? Arbitraries.of(simple.getEnumConstants()) : record(simple);
    }

    private static Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(12).filter(RecordCodecTest::hasOnlyWholeCharacters),
                Arbitraries.of("geheim", "das ist geheim!", "step", "a/b[c]", "\u0000\"\\\n", "\uD83E\uDE7A"));
    }

    private static boolean hasOnlyWholeCharacters(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static Arbitrary<JsonNode> trees() {
        Arbitrary<JsonNode> leaves = Arbitraries.oneOf(
                texts().map(NODES::textNode),
                Arbitraries.integers().map(NODES::numberNode),
                Arbitraries.longs().map(NODES::numberNode),
                Arbitraries.doubles().map(NODES::numberNode),
                Arbitraries.bigDecimals().map(NODES::numberNode),
                Arbitraries.of(true, false).map(NODES::booleanNode),
                Arbitraries.of(
                        NODES.nullNode(),
                        NODES.numberNode((short) 3),
                        NODES.numberNode(1.5f),
                        NODES.numberNode(new BigInteger("123456789012345678901234567890")),
                        NODES.numberNode(new BigDecimal("1.500")),
                        NODES.binaryNode(new byte[] {1, 2, 3}),
                        NODES.pojoNode(Map.of("a", 1))));
        return Arbitraries.recursive(
                () -> leaves,
                inner -> Arbitraries.oneOf(
                        inner.list()
                                .ofMaxSize(3)
                                .map(children -> NODES.arrayNode().addAll(children)),
                        Arbitraries.maps(texts(), inner)
                                .ofMaxSize(3)
                                .map(entries -> NODES.objectNode().setAll(entries))),
                0,
                2);
    }
}
