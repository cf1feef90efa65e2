package io.emrops.examples;

import static com.tngtech.archunit.base.DescribedPredicate.anyElementThat;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasModifiers.Predicates.modifier;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the modules, of which each module alone sees only its own. */
@AnalyzeClasses(packages = "io.emrops", importOptions = DoNotIncludeTests.class)
final class HouseTest {
    private static final String[] API = {
        "io.emrops",
        "io.emrops.audit..",
        "io.emrops.backup..",
        "io.emrops.cache..",
        "io.emrops.certificate..",
        "io.emrops.database..",
        "io.emrops.deploy..",
        "io.emrops.diagnostics..",
        "io.emrops.dns..",
        "io.emrops.event..",
        "io.emrops.internal..",
        "io.emrops.logs..",
        "io.emrops.maintenance..",
        "io.emrops.metrics..",
        "io.emrops.network..",
        "io.emrops.notice..",
        "io.emrops.reachability..",
        "io.emrops.recovery..",
        "io.emrops.replication..",
        "io.emrops.scaling..",
        "io.emrops.spi..",
        "io.emrops.trigger..",
        "io.emrops.weblog.."
    };

    private static final String[] PROVIDERS = {
        "io.emrops.certificates..",
        "io.emrops.docker..",
        "io.emrops.flyway..",
        "io.emrops.haproxy..",
        "io.emrops.iis..",
        "io.emrops.mail..",
        "io.emrops.redis..",
        "io.emrops.rfc2136..",
        "io.emrops.vantage..",
        "io.emrops.windows.."
    };
    private static final String[] MAIL_LIBRARY = {"jakarta..", "org.eclipse.angus.."};

    @ArchTest
    static void all_modules_are_looked_at(JavaClasses classes) {
        for (var sample : new String[] {
            "io.emrops.Runbook",
            "io.emrops.certificates.ServiceCertificate",
            "io.emrops.core.Emrops",
            "io.emrops.docker.ComposeDeployer",
            "io.emrops.flyway.FlywayMigrations",
            "io.emrops.haproxy.HaProxy",
            "io.emrops.mail.MailNotifier",
            "io.emrops.redis.Redis",
            "io.emrops.rfc2136.Rfc2136",
            "io.emrops.runbooks.DeploymentRunbook",
            "io.emrops.terminal.OperatorTerminal",
            "io.emrops.testkit.EmbeddedHospital",
            "io.emrops.windows.PowerShellHost",
            "io.emrops.examples.Hospital"
        }) {
            assertThat(classes.contain(sample)).as(sample).isTrue();
        }
    }

    @ArchTest
    static final ArchRule the_api_knows_nobody = noClasses()
            .that()
            .resideInAnyPackage(API)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.emrops.core..",
                    "io.emrops.certificates..",
                    "io.emrops.docker..",
                    "io.emrops.flyway..",
                    "io.emrops.haproxy..",
                    "io.emrops.iis..",
                    "io.emrops.mail..",
                    "io.emrops.redis..",
                    "io.emrops.rfc2136..",
                    "io.emrops.runbooks..",
                    "io.emrops.terminal..",
                    "io.emrops.testkit..",
                    "io.emrops.windows..",
                    "io.emrops.examples..");

    @ArchTest
    static final ArchRule the_core_knows_the_api_alone = noClasses()
            .that()
            .resideInAPackage("io.emrops.core..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.emrops.certificates..",
                    "io.emrops.docker..",
                    "io.emrops.flyway..",
                    "io.emrops.haproxy..",
                    "io.emrops.iis..",
                    "io.emrops.mail..",
                    "io.emrops.redis..",
                    "io.emrops.rfc2136..",
                    "io.emrops.runbooks..",
                    "io.emrops.terminal..",
                    "io.emrops.testkit..",
                    "io.emrops.windows..",
                    "io.emrops.examples..");

    @ArchTest
    static final ArchRule providers_know_the_api_alone = noClasses()
            .that()
            .resideInAnyPackage(PROVIDERS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.emrops.core..",
                    "io.emrops.runbooks..",
                    "io.emrops.terminal..",
                    "io.emrops.testkit..",
                    "io.emrops.examples..");

    @ArchTest
    static final ArchRule ready_made_runbooks_know_no_provider = noClasses()
            .that()
            .resideInAPackage("io.emrops.runbooks..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(PROVIDERS);

    @ArchTest
    static final ArchRule ready_made_runbooks_know_the_api_and_the_core = noClasses()
            .that()
            .resideInAPackage("io.emrops.runbooks..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.emrops.terminal..", "io.emrops.testkit..", "io.emrops.examples..");

    @ArchTest
    static final ArchRule providers_do_not_know_each_other = slices().matching(
                    "io.emrops.(certificates|docker|flyway|haproxy|mail|redis|rfc2136|vantage|windows)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule the_mail_library_shows_in_no_signature = noMethods()
            .that()
            .areDeclaredInClassesThat(resideInAPackage("io.emrops.mail..").and(modifier(JavaModifier.PUBLIC)))
            .and()
            .arePublic()
            .should()
            .haveRawReturnType(resideInAnyPackage(MAIL_LIBRARY))
            .orShould()
            .haveRawParameterTypes(anyElementThat(resideInAnyPackage(MAIL_LIBRARY)));

    @ArchTest
    static final ArchRule the_testkit_knows_the_api_alone = noClasses()
            .that()
            .resideInAPackage("io.emrops.testkit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.emrops.core..",
                    "io.emrops.certificates..",
                    "io.emrops.docker..",
                    "io.emrops.flyway..",
                    "io.emrops.haproxy..",
                    "io.emrops.iis..",
                    "io.emrops.mail..",
                    "io.emrops.redis..",
                    "io.emrops.rfc2136..",
                    "io.emrops.runbooks..",
                    "io.emrops.terminal..",
                    "io.emrops.windows..",
                    "io.emrops.examples..");

    @ArchTest
    static final ArchRule the_terminal_knows_the_api_and_the_core = noClasses()
            .that()
            .resideInAPackage("io.emrops.terminal..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.emrops.certificates..",
                    "io.emrops.docker..",
                    "io.emrops.haproxy..",
                    "io.emrops.iis..",
                    "io.emrops.mail..",
                    "io.emrops.redis..",
                    "io.emrops.rfc2136..",
                    "io.emrops.runbooks..",
                    "io.emrops.testkit..",
                    "io.emrops.windows..",
                    "io.emrops.examples..");

    @ArchTest
    static final ArchRule the_inside_of_the_api_is_its_own = classes()
            .that()
            .resideInAPackage("io.emrops.internal..")
            .should()
            .onlyHaveDependentClassesThat()
            .resideInAnyPackage(API);

    @ArchTest
    static final ArchRule the_inside_of_the_core_is_its_own = classes()
            .that()
            .resideInAnyPackage(
                    "io.emrops.core.engine..",
                    "io.emrops.core.history..",
                    "io.emrops.core.report..",
                    "io.emrops.core.storage..")
            .should()
            .onlyHaveDependentClassesThat()
            .resideInAPackage("io.emrops.core..");

    @ArchTest
    static final ArchRule only_the_way_in_makes_engines = classes()
            .that()
            .resideInAPackage("io.emrops.core.engine..")
            .should()
            .onlyHaveDependentClassesThat()
            .resideInAnyPackage("io.emrops.core", "io.emrops.core.engine..");
}
