package io.emrops.docker;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.stream.Stream;

@AnalyzeClasses(packages = "io.emrops.docker", importOptions = DoNotIncludeTests.class)
class ArrowsTest {
    private static final String ROOM = "io.emrops.docker.";

    /** What the facade opens onto: none of them knows another. */
    private static final String[] AREAS = {"capacity", "log", "metrics", "patch", "security"};

    @ArchTest
    static final ArchRule the_module_rests_on_the_api_and_the_client = classes()
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(
                    "io.emrops",
                    "io.emrops.deploy",
                    "io.emrops.docker..",
                    "io.emrops.logs",
                    "io.emrops.metrics",
                    "io.emrops.network",
                    "io.emrops.scaling",
                    "io.emrops.spi.log",
                    "java..",
                    "javax.net.ssl",
                    "com.fasterxml.jackson..",
                    "com.github.dockerjava..",
                    "org.jspecify.annotations",
                    "org.slf4j"));

    @ArchTest
    static final ArchRule what_the_facade_shows_names_no_class_of_the_client = noMethods()
            .that()
            .arePublic()
            .and()
            .areDeclaredInClassesThat()
            .resideInAPackage("io.emrops.docker")
            .should()
            .haveRawReturnType(resideInAnyPackage("com.github.dockerjava..", "com.fasterxml.jackson.."));

    @ArchTest
    static final ArchRule the_rooms_have_one_order = areasUsedByRootAlone()
            .layer("release")
            .definedBy(ROOM + "release")
            .layer("route")
            .definedBy(ROOM + "route")
            .layer("compose")
            .definedBy(ROOM + "compose")
            .layer("image")
            .definedBy(ROOM + "image")
            .layer("engine")
            .definedBy(ROOM + "engine")
            .layer("process")
            .definedBy(ROOM + "process")
            .whereLayer("root")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("release")
            .mayOnlyBeAccessedByLayers(rootAreasAnd())
            .whereLayer("route")
            .mayOnlyBeAccessedByLayers(rootAreasAnd("release"))
            .whereLayer("compose")
            .mayOnlyBeAccessedByLayers(rootAreasAnd("release"))
            .whereLayer("image")
            .mayOnlyBeAccessedByLayers(rootAreasAnd("release"))
            .whereLayer("engine")
            .mayOnlyBeAccessedByLayers(rootAreasAnd("release", "route", "compose", "image"))
            .whereLayer("process")
            .mayOnlyBeAccessedByLayers("root", "compose", "image");

    private static LayeredArchitecture areasUsedByRootAlone() {
        var rooms = layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.emrops.docker..")
                .withOptionalLayers(true)
                .layer("root")
                .definedBy("io.emrops.docker");
        for (var area : AREAS) {
            rooms = rooms.layer(area).definedBy(ROOM + area).whereLayer(area).mayOnlyBeAccessedByLayers("root");
        }
        return rooms;
    }

    private static String[] rootAreasAnd(String... rooms) {
        return Stream.of(Stream.of("root"), Stream.of(AREAS), Stream.of(rooms))
                .flatMap(s -> s)
                .toArray(String[]::new);
    }
}
