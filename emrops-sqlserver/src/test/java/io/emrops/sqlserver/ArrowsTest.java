package io.emrops.sqlserver;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.stream.Stream;

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
                    "io.emrops.diagnostics",
                    "io.emrops.maintenance",
                    "io.emrops.recovery",
                    "io.emrops.replication",
                    "io.emrops.spi",
                    "io.emrops.sqlserver..",
                    "java..",
                    "javax.sql",
                    "javax.xml.stream",
                    "com.microsoft.sqlserver.jdbc",
                    "com.zaxxer.hikari",
                    "org.jspecify.annotations",
                    "org.slf4j"));

    private static final String ROOM = "io.emrops.sqlserver.";

    /** What the facade opens onto: none of them knows another. */
    private static final String[] AREAS = {
        "admin", "audit", "backup", "diagnostics", "maintenance", "replication", "restore"
    };

    @ArchTest
    static final ArchRule the_rooms_have_one_order = areasUsedByRootAlone()
            .layer("recovery")
            .definedBy(ROOM + "recovery")
            .layer("history")
            .definedBy(ROOM + "history")
            .layer("integrity")
            .definedBy(ROOM + "integrity")
            .layer("server")
            .definedBy(ROOM + "server")
            .layer("session")
            .definedBy(ROOM + "session")
            .layer("statement")
            .definedBy(ROOM + "statement")
            .whereLayer("root")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("recovery")
            .mayOnlyBeAccessedByLayers("root", "backup", "restore")
            .whereLayer("server")
            .mayOnlyBeAccessedByLayers(rootAreasAnd("recovery"))
            .whereLayer("history")
            .mayOnlyBeAccessedByLayers("root", "backup", "restore", "recovery", "diagnostics", "replication")
            .whereLayer("integrity")
            .mayOnlyBeAccessedByLayers("root", "backup", "restore", "maintenance", "recovery")
            .whereLayer("session")
            .mayOnlyBeAccessedByLayers(rootAreasAnd("recovery", "history", "server", "integrity"))
            .whereLayer("statement")
            .mayOnlyBeAccessedByLayers(rootAreasAnd("recovery", "history", "server", "integrity", "session"));

    private static LayeredArchitecture areasUsedByRootAlone() {
        var rooms = layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.emrops.sqlserver..")
                .withOptionalLayers(true)
                .layer("root")
                .definedBy("io.emrops.sqlserver");
        for (var area : AREAS) {
            rooms = rooms.layer(area).definedBy(ROOM + area).whereLayer(area).mayOnlyBeAccessedByLayers("root");
        }
        return rooms;
    }

    private static String[] rootAreasAnd(String... rooms) {
        return Stream.of(Stream.of("root"), Stream.of(AREAS), Stream.of(rooms))
                .flatMap(each -> each)
                .toArray(String[]::new);
    }

    @ArchTest
    static final ArchRule statements_are_only_texts = noClasses()
            .that()
            .resideInAPackage("io.emrops.sqlserver.statement")
            .should()
            .dependOnClassesThat(resideInAnyPackage("java.sql", "javax.sql", "com..", "org.slf4j"));
}
