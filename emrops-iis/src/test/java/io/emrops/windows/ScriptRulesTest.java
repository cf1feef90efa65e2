package io.emrops.windows;

import static org.assertj.core.api.Assertions.assertThat;

import io.emrops.windows.wire.Bootstrap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScriptRulesTest {
    static final Path SCRIPTS = Path.of("src/main/resources/META-INF/emrops/powershell");
    private static final String BEGINNING = "param($Parameters, $Secrets, $Payload)\nSet-StrictMode -Version 2\n";

    static List<Path> scripts() throws IOException {
        try (var files = Files.walk(SCRIPTS)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void no_script_makes_code_of_text() throws IOException {
        assertThat(scripts()).hasSizeGreaterThanOrEqualTo(4).allSatisfy(file -> {
            assertThat(file.toString()).endsWith(".ps1");
            assertThat(ScriptRules.violations(Files.readString(file), file.endsWith("bootstrap.ps1")))
                    .isEmpty();
        });
    }

    @Test
    void no_script_asks_for_the_hash_that_a_fips_policy_refuses_before_net_4_8() throws IOException {
        assertThat(scripts())
                .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContain("SHA256]::Create"));
    }

    @Test
    void the_bootstrap_asks_for_the_language_mode_before_it_needs_the_full_one() throws IOException {
        var text = Files.readString(SCRIPTS.resolve("bootstrap.ps1"));

        assertThat(text.indexOf("LanguageMode")).isPositive().isLessThan(text.indexOf("New-Object"));
    }

    @Test
    void the_bootstrap_makes_one_block_and_no_other() throws IOException {
        var text = Files.readString(SCRIPTS.resolve("bootstrap.ps1"));

        assertThat(text.split("ScriptBlock", -1)).hasSize(2);
        // A batch of statements, when it is stopped, goes on with the next one in some versions: the watchdog is one
        // script, a constant.
        assertThat(text.split("AddScript", -1)).hasSize(2);
        assertThat(text)
                .contains("AddScript('param($s, $p) Start-Sleep -Seconds $s; Stop-Process -Id $p -Force')")
                .doesNotContain("AddStatement")
                .startsWith("# emrops-bootstrap 2\n");
        assertThat(Bootstrap.on("powershell.exe").line()).hasSizeLessThanOrEqualTo(Bootstrap.LONGEST_LINE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Invoke-Expression $x",
                "$x | iex",
                "$ExecutionContext.InvokeCommand.InvokeScript($x)",
                "powershell -Command $x",
                "powershell.exe -enc $x",
                "Start-Job -ScriptBlock $x",
                "& \"$x\"",
                ". \"C:\\$x.ps1\"",
                "& $x",
                "& $($Parameters.text)",
                "[scriptblock]::Create($x)",
                "[System.Management.Automation.ScriptBlock]::Create($x)",
                "[powershell]::Create().AddScript($x)",
                "Add-Type -TypeDefinition $x",
                "throw 'MRN 4711'",
                "exit",
                "if ($x) { exit 3 }",
                "[Environment]::Exit(1)",
                "[System.Environment]::FailFast('x')",
                "$host.SetShouldExit(1)",
                "Stop-Process -Id $PID",
                "ConvertTo-SecureString -String $Secrets.password -AsPlainText -Force",
                "ConvertTo-SecureString $Secrets.password",
                "$x = New-Object Net.NetworkCredential('ops', $Secrets.password)",
                "New-Object A(\n  'ops',\n  $Secrets.password)",
                "$Secrets.password | Out-Null",
                "$pw = $Secrets.password; Connect-Site -Password $pw",
                "$pw = [string]$Secrets.password\n$again = $pw\nnet.exe user ops $again",
                "certutil -p $Secrets.password",
                "Set-Site @Secrets",
                "$Secrets.password",
                "return $Secrets.password",
                "Get-Item -Path $x",
                "Write-Host \"a $x\"",
                "inv`oke-expression $x",
                "Write-Host \u2018a\u2019"
            })
    void what_makes_code_of_text_is_found(String line) {
        assertThat(ScriptRules.violations(BEGINNING + line + "\n", false)).isNotEmpty();
    }

    @Test
    void secrets_may_be_arguments_of_methods_and_be_assigned() {
        assertThat(ScriptRules.violations(
                        BEGINNING
                                + "$store.Import($Payload.ToArray(), [string]$Secrets.pfxPassword, $flags)\n"
                                + "$site.Password = $Secrets.password\n"
                                + "$encoded = ([string]$Secrets.environment).Split(' ')\n"
                                + "if ($Secrets.password -eq $null) { Write-Error -Message 'none' -ErrorId 'emrops.None' -ErrorAction Stop }\n"
                                + "$p.HasExited -and $p.ExitCode\n",
                        false))
                .isEmpty();
    }

    @Test
    void no_cmdlet_of_the_bootstrap_gets_a_secret() throws IOException {
        var text = Files.readString(SCRIPTS.resolve("bootstrap.ps1"));

        assertThat(text)
                .contains("$s[$f[1]] = $utf8.GetString($b)")
                .doesNotContain("@($input)", "-InputObject $s", "-InputObject $in");
        assertThat(text.indexOf("BeginInvoke")).isLessThan(text.indexOf("$state = 'refused'"));
    }

    @Test
    void ordinary_lines_are_no_violations() {
        assertThat(ScriptRules.violations(
                        BEGINNING
                                + "$x = Get-Item -LiteralPath $Parameters.path\nGet-Command 'x'\n$x.Name + 'a'\n@{ a = $x.b }\n",
                        false))
                .isEmpty();
    }
}
