package io.emrops.core.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.emrops.PreconditionFailedException;
import io.emrops.core.fixture.FakeStep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Windows would be asked to start, looked at from anywhere. */
class CommandLineTest {
    @TempDir
    private Path dir;

    private Platform windows;

    @BeforeEach
    void programs() throws Exception {
        Files.createFile(dir.resolve("npm.cmd"));
        Files.createFile(dir.resolve("npm"));
        Files.createFile(dir.resolve("dotnet.exe"));
        windows = new Platform(true, List.of(dir.resolve("missing"), dir), List.of(".exe", ".bat", ".cmd"));
    }

    @Test
    void a_batch_file_is_found_by_its_bare_name() {
        assertThat(resolve("npm", "ci").program()).isEqualTo(dir.resolve("npm.cmd"));
        assertThat(resolve("dotnet", "ef").program()).isEqualTo(dir.resolve("dotnet.exe"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a&calc", "%PATH%", "a|b", "a>b", "a^b", "!x!", "a\nb", "(a)", "a b\\", "a\"b"})
    void what_cmd_would_interpret_is_refused_for_a_batch_file(String argument) {
        assertThatThrownBy(() -> resolve("npm", "run", argument))
                .isInstanceOf(PreconditionFailedException.class)
                .hasMessageEndingWith("nothing was run");
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "--prefix=C:\\srv\\app", "build:verify", "a b", "@scope/package@1.0", "ä"})
    void ordinary_arguments_reach_a_batch_file(String argument) {
        assertThat(resolve("npm", argument).asList()).endsWith(argument);
    }

    @Test
    void a_quotation_mark_is_refused_for_every_program_of_windows() {
        assertThatThrownBy(() -> resolve("dotnet", "a\" --evil \"b")).isInstanceOf(PreconditionFailedException.class);
        assertThat(resolve("dotnet", "a&b").arguments()).containsExactly("a&b");
    }

    @Test
    void a_program_that_is_not_there_is_refused() {
        assertThatThrownBy(() -> resolve("node")).isInstanceOf(PreconditionFailedException.class);
    }

    private CommandLine resolve(String program, String... arguments) {
        var spec = new CommandSpec(program);
        for (var argument : arguments) {
            spec.arguments.add(CommandSpec.Text.of(argument));
        }
        return CommandLine.resolve(spec, new FakeStep(), windows);
    }
}
