package io.emrops.testkit;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.emrops.testkit", importOptions = DoNotIncludeTests.class)
class ArrowsTest {
    private static final DescribedPredicate<JavaClass> NEED_JUNIT = simpleNameEndingWith("Contract")
            .or(simpleNameStartingWith("Engine"))
            .or(simpleNameStartingWith("RequiresEngine"))
            .as("contracts and conditions");

    @ArchTest
    static final ArchRule the_testkit_rests_on_the_api_alone = classes()
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "io.emrops",
                    "io.emrops.backup",
                    "io.emrops.database",
                    "io.emrops.deploy",
                    "io.emrops.event",
                    "io.emrops.notice",
                    "io.emrops.spi",
                    "io.emrops.testkit",
                    "java..",
                    "com.sun.net.httpserver",
                    "org.assertj.core.api",
                    "org.jspecify.annotations",
                    "org.junit.."));

    @ArchTest
    static final ArchRule whatever_is_no_contract_needs_no_junit = noClasses()
            .that(DescribedPredicate.not(NEED_JUNIT))
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.junit..", "org.assertj.."));
}
