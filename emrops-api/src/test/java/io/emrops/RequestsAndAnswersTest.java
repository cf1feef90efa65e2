package io.emrops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestsAndAnswersTest {
    private static final Secret SECRET = Secret.of("correct horse".toCharArray());

    @Test
    void a_request_is_a_value() {
        var plain = RunRequest.by("m.meier");

        var full = plain.because("CHG-4711")
                .with("version", "2.0.0")
                .with("password", SECRET)
                .with("version", "2.1.0")
                .withoutAutomaticUndo();

        assertThat(full.actor()).isEqualTo("m.meier");
        assertThat(full.reason()).isEqualTo("CHG-4711");
        assertThat(full.params()).containsExactly(entry("version", "2.1.0"), entry("password", SECRET));
        assertThat(full.automaticUndo()).isFalse();
        assertThat(plain.params()).isEmpty();
        assertThat(plain.automaticUndo()).isTrue();
    }

    @Test
    void a_request_prints_the_names_of_its_parameters_and_not_their_values() {
        assertThat(RunRequest.by("m.meier").because("CHG-4711").with("version", "2.1.0"))
                .hasToString("run by m.meier because CHG-4711 with [version]");
        assertThat(RunRequest.by("m.meier")).hasToString("run by m.meier with []");
    }

    @Test
    void a_resume_carries_what_is_accepted_and_the_secrets_again() {
        var request = ResumeRequest.by("m.meier")
                .because("power is back")
                .with("password", SECRET)
                .acceptChanges("only titles differ")
                .passIrreversible("the mail stays sent");

        assertThat(request.actor()).isEqualTo("m.meier");
        assertThat(request.reason()).isEqualTo("power is back");
        assertThat(request.secrets()).containsExactly(entry("password", SECRET));
        assertThat(request.acceptedChanges()).contains("only titles differ");
        assertThat(request.acceptedIrreversible()).contains("the mail stays sent");
        assertThat(ResumeRequest.by("m.meier").acceptedChanges()).isEmpty();
    }

    @Test
    void somebody_asks_and_somebody_answers() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RunRequest.by(" "))
                .withMessage("A run is started by somebody");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResumeRequest.by(""))
                .withMessage("A run is resumed by somebody");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Answer.confirm(" "))
                .withMessage("An answer is given by somebody");
    }

    @Test
    void answers() {
        assertThat(Answer.confirm("a").verdict()).isEqualTo(Answer.Verdict.CONFIRMED);
        assertThat(Answer.agree("a").verdict()).isEqualTo(Answer.Verdict.AGREED);
        assertThat(Answer.reject("a").verdict()).isEqualTo(Answer.Verdict.REJECTED);
        assertThat(Answer.applied("a").result()).contains(Done.DONE);
        assertThat(Answer.applied("a", "2.1.0").result()).contains("2.1.0");
        assertThat(Answer.notApplied("a").verdict()).isEqualTo(Answer.Verdict.NOT_APPLIED);
        assertThat(Answer.giveUp("a").result()).isEmpty();

        var full = Answer.agree("a.b").remark("seen").having("c0ffee");

        assertThat(full.by()).isEqualTo("a.b");
        assertThat(full.remark()).isEqualTo("seen");
        assertThat(full.hash()).contains("c0ffee");
        assertThat(full).hasToString("AGREED by a.b");
    }

    @Test
    void authorizers() {
        var board = Authorizer.groups(Map.of("change-board", List.of("a", "b"), Authorizer.OPERATORS, List.of("c")));

        assertThat(board.mayDecide("a", "change-board")).isTrue();
        assertThat(board.mayDecide("c", "change-board")).isFalse();
        assertThat(board.mayDecide("c", Authorizer.OPERATORS)).isTrue();
        assertThat(board.mayDecide("a", "nobody")).isFalse();
        assertThat(Authorizer.group("g", "a").mayDecide("a", "g")).isTrue();
        assertThat(Authorizer.anybody().mayDecide("x", "y")).isTrue();
    }

    @Test
    void small_values_refuse_what_makes_no_sense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Target("sqlserver", " ", "guid"))
                .withMessage("The name of a target must not be blank");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Contact("DBA", "1", 0, Duration.ofMinutes(15)))
                .withMessage("Levels of escalation are counted from 1: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Contact("DBA", "1", 1, Duration.ZERO))
                .withMessage("The time to respond must be positive: PT0S");
        assertThat(new Target("sqlserver", "sql01/EMRNext", "guid")).hasToString("sqlserver sql01/EMRNext");
        assertThat(Target.thisMachine().name()).isEqualTo("this machine");
    }

    @Test
    void a_change_is_read_back_from_its_line() {
        var image = new Change(
                "service api", "registry:5000/emr/api:1.0.0 (sha256:1)", "registry:5000/emr/api:2.0.0, 3 replicas");

        assertThat(image)
                .hasToString(
                        "service api: registry:5000/emr/api:1.0.0 (sha256:1) → registry:5000/emr/api:2.0.0, 3 replicas");
        assertThat(Change.read(image.toString())).contains(image);
        assertThat(Change.read("http://emr:8080/api: on → off"))
                .contains(new Change("http://emr:8080/api", "on", "off"));
        assertThat(Change.read("service web: restarted as it is")).isEmpty();
        assertThat(Change.read("moves a → b")).isEmpty();
        assertThat(Change.read("runs: mv a → b → c")).isEmpty();
    }

    @Test
    void previews() {
        var preview = Preview.of("service api: 1.0.0 → 2.0.0")
                .predicting("2.0.0")
                .remark("20 GiB free")
                .remark("x");

        assertThat(preview.changes()).containsExactly("service api: 1.0.0 → 2.0.0");
        assertThat(preview.remarks()).containsExactly("20 GiB free", "x");
        assertThat(preview.predicted()).contains("2.0.0");
        assertThat(Preview.of(List.of()).changes()).isEmpty();
    }
}
