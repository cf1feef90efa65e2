package io.emrops.testkit;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.emrops.testkit.sqlserver.script.SqlError;

@AnalyzeClasses(packages = "io.emrops.testkit", importOptions = DoNotIncludeTests.class)
class ArrowsTest {
    private static final DescribedPredicate<JavaClass> NEED_JUNIT = simpleNameEndingWith("Contract")
            .or(simpleNameStartingWith("Engine"))
            .or(simpleNameStartingWith("RequiresEngine"))
            .or(simpleNameEndingWith("Extension"))
            .as("contracts, conditions and extensions");

    @ArchTest
    static final ArchRule the_testkit_rests_on_the_api_alone = classes()
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "io.emrops",
                    "io.emrops.audit",
                    "io.emrops.backup",
                    "io.emrops.cache",
                    "io.emrops.certificate",
                    "io.emrops.database",
                    "io.emrops.diagnostics",
                    "io.emrops.deploy",
                    "io.emrops.diagnostics",
                    "io.emrops.dns",
                    "io.emrops.event",
                    "io.emrops.logs",
                    "io.emrops.maintenance",
                    "io.emrops.metrics",
                    "io.emrops.network",
                    "io.emrops.notice",
                    "io.emrops.reachability",
                    "io.emrops.recovery",
                    "io.emrops.replication",
                    "io.emrops.scaling",
                    "io.emrops.spi",
                    "io.emrops.spi.log",
                    "io.emrops.trigger",
                    "io.emrops.weblog",
                    "io.emrops.testkit..",
                    "java..",
                    "javax.net.ssl",
                    "javax.security.auth",
                    "javax.security.auth.kerberos",
                    "javax.security.auth.login",
                    "javax.security.auth.x500",
                    "javax.sql",
                    "javax.xml.stream",
                    "com.sun.net.httpserver",
                    "org.apache.sshd..",
                    "org.assertj.core.api",
                    "org.h2..",
                    "org.ietf.jgss",
                    "org.jspecify.annotations",
                    "org.junit.."));

    @ArchTest
    static final ArchRule whatever_is_no_contract_needs_no_junit = noClasses()
            .that(DescribedPredicate.not(NEED_JUNIT))
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.junit..", "org.assertj.."));

    @ArchTest
    static final ArchRule the_door_of_ssh_alone_needs_its_library = noClasses()
            .that()
            .resideOutsideOfPackage("io.emrops.testkit.windows.ssh")
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.apache.sshd.."));

    @ArchTest
    static final ArchRule the_rooms_of_the_windows_host_have_one_order = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("io.emrops.testkit.windows..")
            .layer("simulated")
            .definedBy("io.emrops.testkit.windows.simulated..")
            .layer("host")
            .definedBy("io.emrops.testkit.windows")
            .layer("doors")
            .definedBy(
                    "io.emrops.testkit.windows.winrm",
                    "io.emrops.testkit.windows.ssh",
                    "io.emrops.testkit.windows.local")
            .layer("powershell")
            .definedBy("io.emrops.testkit.windows.powershell")
            .layer("command")
            .definedBy("io.emrops.testkit.windows.command")
            .whereLayer("simulated")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("host")
            .mayOnlyBeAccessedByLayers("simulated")
            .whereLayer("doors")
            .mayOnlyBeAccessedByLayers("host")
            .whereLayer("powershell")
            .mayOnlyBeAccessedByLayers("host");

    @ArchTest
    static final ArchRule the_engine_alone_knows_what_it_runs_on = noClasses()
            .that()
            .resideOutsideOfPackages("io.emrops.testkit.sqlserver.engine", "io.emrops.testkit.sqlserver.function")
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.h2.."));

    @ArchTest
    static final ArchRule the_rooms_of_the_sql_server_have_one_order = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("io.emrops.testkit.sqlserver..")
            .layer("server")
            .definedBy("io.emrops.testkit.sqlserver")
            .layer("session")
            .definedBy("io.emrops.testkit.sqlserver.session")
            .layer("protocol")
            .definedBy("io.emrops.testkit.sqlserver.protocol")
            .layer("engine")
            .definedBy("io.emrops.testkit.sqlserver.engine")
            .layer("translation")
            .definedBy("io.emrops.testkit.sqlserver.translation")
            .layer("function")
            .definedBy("io.emrops.testkit.sqlserver.function")
            .layer("expression")
            .definedBy("io.emrops.testkit.sqlserver.expression")
            .layer("view")
            .definedBy("io.emrops.testkit.sqlserver.view")
            .layer("catalog")
            .definedBy("io.emrops.testkit.sqlserver.catalog")
            .layer("instance")
            .definedBy("io.emrops.testkit.sqlserver.instance")
            .layer("syntax")
            .definedBy("io.emrops.testkit.sqlserver.syntax")
            .layer("statement")
            .definedBy("io.emrops.testkit.sqlserver.statement")
            .layer("grammar")
            .definedBy("io.emrops.testkit.sqlserver.grammar")
            .layer("script")
            .definedBy("io.emrops.testkit.sqlserver.script")
            .layer("fault")
            .definedBy("io.emrops.testkit.sqlserver.fault")
            .layer("type")
            .definedBy("io.emrops.testkit.sqlserver.type")
            .layer("tsql")
            .definedBy("io.emrops.testkit.sqlserver.tsql")
            .whereLayer("server")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("session")
            .mayOnlyBeAccessedByLayers("server")
            .whereLayer("protocol")
            .mayOnlyBeAccessedByLayers("server", "session")
            .whereLayer("engine")
            .mayOnlyBeAccessedByLayers("server")
            .whereLayer("translation")
            .mayOnlyBeAccessedByLayers("engine")
            .whereLayer("expression")
            .mayOnlyBeAccessedByLayers("engine", "translation")
            .whereLayer("function")
            .mayOnlyBeAccessedByLayers("engine")
            .whereLayer("view")
            .mayOnlyBeAccessedByLayers("server", "engine", "translation")
            .whereLayer("catalog")
            .mayOnlyBeAccessedByLayers("engine", "translation", "view")
            .whereLayer("instance")
            .mayOnlyBeAccessedByLayers("server", "engine", "view")
            .whereLayer("syntax")
            .mayOnlyBeAccessedByLayers("engine", "translation", "expression")
            .whereLayer("statement")
            .mayOnlyBeAccessedByLayers("server", "engine", "view", "instance", "syntax")
            .whereLayer("grammar")
            .mayOnlyBeAccessedByLayers(
                    "server",
                    "engine",
                    "translation",
                    "expression",
                    "function",
                    "view",
                    "instance",
                    "syntax",
                    "statement")
            .whereLayer("script")
            .mayOnlyBeAccessedByLayers(
                    "server",
                    "session",
                    "engine",
                    "translation",
                    "expression",
                    "function",
                    "view",
                    "instance",
                    "syntax",
                    "statement",
                    "grammar")
            .whereLayer("fault")
            .mayOnlyBeAccessedByLayers("server", "session", "protocol", "script")
            .whereLayer("type")
            .mayOnlyBeAccessedByLayers(
                    "server",
                    "session",
                    "protocol",
                    "engine",
                    "translation",
                    "expression",
                    "function",
                    "view",
                    "catalog",
                    "instance",
                    "syntax",
                    "statement",
                    "script")
            .whereLayer("tsql")
            .mayOnlyBeAccessedByLayers(
                    "server", "session", "engine", "translation", "syntax", "statement", "grammar", "script", "type");

    @ArchTest
    static final ArchRule of_the_script_only_the_engine_needs_more_than_errors = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.emrops.testkit.sqlserver.grammar",
                    "io.emrops.testkit.sqlserver.statement",
                    "io.emrops.testkit.sqlserver.syntax",
                    "io.emrops.testkit.sqlserver.catalog",
                    "io.emrops.testkit.sqlserver.instance",
                    "io.emrops.testkit.sqlserver.translation",
                    "io.emrops.testkit.sqlserver.expression",
                    "io.emrops.testkit.sqlserver.view")
            .should()
            .dependOnClassesThat(resideInAnyPackage("io.emrops.testkit.sqlserver.script")
                    .and(DescribedPredicate.not(type(SqlError.class))));
}
