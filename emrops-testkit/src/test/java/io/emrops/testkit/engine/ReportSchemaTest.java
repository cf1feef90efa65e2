package io.emrops.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.emrops.Finding;
import io.emrops.Objective;
import io.emrops.Report;
import io.emrops.RunState;
import io.emrops.Runbook;
import io.emrops.Target;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The published schema and what is written do not drift apart. */
@Timeout(60)
final class ReportSchemaTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final JsonNode schema = read();
    private final Schema validator = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(schema);
    private final DeploymentFixture night = new DeploymentFixture();

    @AfterEach
    void close() {
        night.close();
    }

    private static JsonNode read() {
        try (InputStream in = Objects.requireNonNull(
                Report.class.getResourceAsStream("/io/emrops/core/report/report.schema.json"), "the schema")) {
            return MAPPER.readTree(in);
        } catch (IOException e) {
            throw new AssertionError("The schema cannot be read", e);
        }
    }

    private List<String> faults(String json) {
        return validator
                .validate(
                        json,
                        InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Object::toString)
                .toList();
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"RUNNING", "UNDOING"})
    void a_report_of_each_state_is_as_the_schema_says(RunState state) throws Exception {
        var report = switch (state) {
            case SUCCEEDED -> night.succeeded();
            case FAILED -> night.failed();
            case CANCELLED -> night.cancelled();
            case ROLLED_BACK -> night.rolledBack();
            case ROLLBACK_FAILED -> night.rollbackFailed();
            case ROLLBACK_STOPPED -> night.rollbackStopped();
            case IN_DOUBT -> night.inDoubt();
            case PAUSED -> night.paused();
            case WAITING -> night.waiting();
            case RUNNING, UNDOING -> throw new AssertionError(state);
        };

        assertThat(report.state()).as(report.verdict()).isEqualTo(state);
        assertThat(faults(report.toJson())).isEmpty();
        assertThat(report.verdict()).matches("[A-Z].*[^.][.]").doesNotContain("..", ": ;", ": .");
    }

    @Test
    void a_field_more_or_less_anywhere_is_found() throws Exception {
        var json = night.rolledBack().toJson();
        assertThat(json).contains("\"schemaVersion\" : 1");

        assertThat(checkedFields(json))
                .contains("", "/steps/n", "/steps/n/target", "/steps/n/attempts/n", "/steps/n/undos/n")
                .contains("/waits/n", "/story/n");
        assertThat(checkedFields(objectives().toJson())).contains("/objectives/n");
    }

    private Report objectives() throws InterruptedException {
        var hour = Objective.of("RPO", Duration.ofHours(1));
        var book = Runbook.define(
                "look",
                "Look",
                rb -> rb.verify(
                        "look",
                        "Look",
                        run -> Finding.ok("told")
                                .stating(hour, hour.achievable(Duration.ofDays(2)), hour.measured(Duration.ZERO))));
        return night.fixture.start(book).await();
    }

    @Test
    void objectives_are_as_the_schema_says() throws Exception {
        assertThat(faults(objectives().toJson())).isEmpty();
    }

    private List<String> checkedFields(String json) throws IOException {
        var seen = new ArrayList<String>();

        for (var pointer : pointers(MAPPER.readTree(json), "")) {
            var more = MAPPER.readTree(json);
            var object = (ObjectNode) more.at(pointer);
            object.put("more", 1);
            assertThat(faults(more.toString())).as("a field more at " + pointer).isNotEmpty();
            for (var field : List.copyOf(object.properties())) {
                var less = MAPPER.readTree(json);
                ((ObjectNode) less.at(pointer)).remove(field.getKey());
                if (!field.getKey().equals("more")) {
                    assertThat(faults(less.toString()))
                            .as("no " + field.getKey() + " at " + pointer)
                            .isNotEmpty();
                }
            }
            seen.add(pointer.replaceAll("/\\d+", "/n"));
        }

        return seen;
    }

    /** All objects but the parameters, whose names are the runbook's. */
    private static List<String> pointers(JsonNode node, String at) {
        var pointers = new ArrayList<String>();
        if (node instanceof ObjectNode object && !at.equals("/params")) {
            pointers.add(at);
            object.properties()
                    .forEach(field -> pointers.addAll(pointers(field.getValue(), at + "/" + field.getKey())));
        } else if (node instanceof ArrayNode array) {
            for (var i = 0; i < array.size(); i++) {
                pointers.addAll(pointers(array.get(i), at + "/" + i));
            }
        }
        return pointers;
    }

    @Test
    void the_schema_knows_all_words_and_all_components_of_the_model() {
        assertWords(RunState.class, schema.at("/properties/state/enum"));
        assertWords(Report.StepState.class, schema.at("/$defs/stepState/enum"));
        assertWords(Report.UndoState.class, schema.at("/$defs/undo/properties/state/enum"));
        assertWords(Report.WaitKind.class, schema.at("/$defs/wait/properties/kind/enum"));
        assertComponents(Report.StepReport.class, schema.at("/$defs/step"));
        assertComponents(Report.Attempt.class, schema.at("/$defs/attempt"));
        assertComponents(Report.UndoReport.class, schema.at("/$defs/undo"));
        assertComponents(Objective.class, schema.at("/$defs/objective"));
        assertComponents(Report.Wait.class, schema.at("/$defs/wait"));
        assertComponents(Report.Entry.class, schema.at("/$defs/entry"));
        assertComponents(Target.class, schema.at("/$defs/step/properties/target/oneOf/0"));
    }

    private static void assertWords(Class<? extends Enum<?>> words, JsonNode known) {
        assertThat(known)
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.of(words.getEnumConstants()).map(Enum::name).toList());
    }

    private static void assertComponents(Class<? extends Record> type, JsonNode object) {
        var components = Arrays.stream(type.getRecordComponents())
                .map(component -> component.getName())
                .toList();
        assertThat(object.get("properties").properties())
                .extracting(java.util.Map.Entry::getKey)
                .containsExactlyElementsOf(components);
        assertThat(object.get("required")).extracting(JsonNode::asText).containsExactlyElementsOf(components);
        assertThat(object.get("additionalProperties").asBoolean(true)).isFalse();
    }
}
