package io.emrops;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.emrops", importOptions = ImportOption.DoNotIncludeTests.class)
class ApiArchitectureTest {
    @ArchTest
    static final ArchRule the_api_stands_on_java_and_jspecify_alone = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "javax.security.auth.x500..", "io.emrops..", "org.jspecify..");

    @ArchTest
    static final ArchRule providers_interfaces_do_not_know_each_other_nor_the_engine_side = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.emrops.audit",
                    "io.emrops.backup",
                    "io.emrops.cache",
                    "io.emrops.certificate",
                    "io.emrops.database",
                    "io.emrops.deploy",
                    "io.emrops.diagnostics",
                    "io.emrops.dns",
                    "io.emrops.logs",
                    "io.emrops.maintenance",
                    "io.emrops.metrics",
                    "io.emrops.network",
                    "io.emrops.notice",
                    "io.emrops.reachability",
                    "io.emrops.recovery",
                    "io.emrops.replication",
                    "io.emrops.scaling",
                    "io.emrops.weblog")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.emrops.spi");
}
