package io.emrops.sqlserver;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.emrops.sqlserver", importOptions = DoNotIncludeTests.class)
class ArrowsTest {
    @ArchTest
    static final ArchRule the_module_rests_on_the_api_the_driver_and_the_pool = classes()
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "io.emrops",
                    "io.emrops.audit",
                    "io.emrops.backup",
                    "io.emrops.database",
                    "io.emrops.recovery",
                    "io.emrops.spi",
                    "io.emrops.sqlserver..",
                    "java..",
                    "javax.sql",
                    "com.microsoft.sqlserver.jdbc",
                    "com.zaxxer.hikari",
                    "org.jspecify.annotations",
                    "org.slf4j"));

    @ArchTest
    static final ArchRule the_rooms_have_one_order = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("io.emrops.sqlserver..")
            .withOptionalLayers(true)
            .layer("root")
            .definedBy("io.emrops.sqlserver")
            .layer("audit")
            .definedBy("io.emrops.sqlserver.audit")
            .layer("backup")
            .definedBy("io.emrops.sqlserver.backup")
            .layer("restore")
            .definedBy("io.emrops.sqlserver.restore")
            .layer("admin")
            .definedBy("io.emrops.sqlserver.admin")
            .layer("recovery")
            .definedBy("io.emrops.sqlserver.recovery")
            .layer("history")
            .definedBy("io.emrops.sqlserver.history")
            .layer("integrity")
            .definedBy("io.emrops.sqlserver.integrity")
            .layer("server")
            .definedBy("io.emrops.sqlserver.server")
            .layer("session")
            .definedBy("io.emrops.sqlserver.session")
            .layer("statement")
            .definedBy("io.emrops.sqlserver.statement")
            .whereLayer("root")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("audit")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("backup")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("restore")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("admin")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("recovery")
            .mayOnlyBeAccessedByLayers("root", "backup", "restore")
            .whereLayer("server")
            .mayOnlyBeAccessedByLayers("root", "backup", "restore", "recovery", "admin")
            .whereLayer("history")
            .mayOnlyBeAccessedByLayers("root", "backup", "restore", "recovery")
            .whereLayer("integrity")
            .mayOnlyBeAccessedByLayers("root", "backup", "restore", "recovery")
            .whereLayer("session")
            .mayOnlyBeAccessedByLayers(
                    "root", "admin", "audit", "backup", "restore", "recovery", "history", "server", "integrity")
            .whereLayer("statement")
            .mayOnlyBeAccessedByLayers(
                    "root",
                    "admin",
                    "audit",
                    "backup",
                    "restore",
                    "recovery",
                    "history",
                    "server",
                    "integrity",
                    "session");

    @ArchTest
    static final ArchRule statements_are_only_texts = noClasses()
            .that()
            .resideInAPackage("io.emrops.sqlserver.statement")
            .should()
            .dependOnClassesThat(resideInAnyPackage("java.sql", "javax.sql", "com..", "org.slf4j"));
}
