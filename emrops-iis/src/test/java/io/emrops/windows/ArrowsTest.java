package io.emrops.windows;

import static com.tngtech.archunit.base.DescribedPredicate.anyElementThat;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasModifiers.Predicates.modifier;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.emrops.windows", importOptions = DoNotIncludeTests.class)
class ArrowsTest {
    private static final String ROOM = "io.emrops.windows.";
    private static final String[] LIBRARIES = {
        "com.fasterxml.jackson..", "org.apache.sshd..", "io.emrops.windows.(local|ssh|winrm|wire).."
    };

    @ArchTest
    static final ArchRule the_module_rests_on_the_api_and_two_libraries = classes()
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "io.emrops",
                    "io.emrops.certificate",
                    "io.emrops.deploy",
                    "io.emrops.trigger",
                    "io.emrops.weblog",
                    "io.emrops.iis..",
                    "io.emrops.windows..",
                    "java..",
                    "javax.xml.parsers",
                    "javax.xml.transform..",
                    "org.w3c.dom",
                    "org.xml.sax",
                    "javax.net.ssl",
                    "javax.security.auth..",
                    "org.ietf.jgss",
                    "javax.xml.stream",
                    "com.fasterxml.jackson..",
                    "org.apache.sshd..",
                    "org.jspecify.annotations"));

    @ArchTest
    static final ArchRule only_the_way_by_ssh_knows_its_client = noClasses()
            .that()
            .resideOutsideOfPackage(ROOM + "ssh")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.sshd..");

    @ArchTest
    static final ArchRule what_is_public_shows_no_library_and_no_inner_room = noMethods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat(resideInAPackage("io.emrops.windows"))
            .and()
            .areDeclaredInClassesThat(modifier(JavaModifier.PUBLIC))
            .should()
            .haveRawReturnType(resideInAnyPackage(LIBRARIES))
            .orShould()
            .haveRawParameterTypes(anyElementThat(resideInAnyPackage(LIBRARIES)));

    @ArchTest
    static final ArchRule the_rooms_have_one_order = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("io.emrops.windows..", "io.emrops.iis..")
            .withOptionalLayers(true)
            .layer("what is done there")
            .definedBy("io.emrops.iis..", ROOM + "certificate..", ROOM + "counter..", ROOM + "eventlog..")
            .layer("root")
            .definedBy("io.emrops.windows")
            .layer("local")
            .definedBy(ROOM + "local")
            .layer("ssh")
            .definedBy(ROOM + "ssh")
            .layer("winrm")
            .definedBy(ROOM + "winrm")
            .layer("wire")
            .definedBy(ROOM + "wire")
            .whereLayer("what is done there")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("root")
            .mayOnlyBeAccessedByLayers("what is done there")
            .whereLayer("local")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("ssh")
            .mayOnlyBeAccessedByLayers("root")
            .whereLayer("winrm")
            .mayOnlyBeAccessedByLayers("root");
}
