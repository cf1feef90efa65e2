package io.emrops.windows;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What scripts ask for is what they are given: names that stand in a script and in a record, which no compiler compares. */
final class ScriptParametersTest {
    private static final Pattern PARAMETER = Pattern.compile("\\$Parameters\\.(\\w+)");
    private static final Pattern ANSWERED = Pattern.compile("(?m)(?:^\\s*|[{;]\\s*)(\\w+)\\s*=(?!=)");

    private record Declared(PowerShellScript<?, ?> script, Class<?> parameters, Class<?> answer) {
        String text() {
            return new String(script.text(), StandardCharsets.US_ASCII);
        }

        @Override
        public String toString() {
            return script.id();
        }
    }

    /** All constants of this module that are scripts. */
    private static List<Declared> declared() throws Exception {
        var root = Path.of(PowerShellHost.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        var found = new ArrayList<Declared>();
        for (var name : classes(root)) {
            for (var field : Class.forName(name).getDeclaredFields()) {
                if (field.getType() == PowerShellScript.class && Modifier.isStatic(field.getModifiers())) {
                    field.setAccessible(true);
                    var types = ((ParameterizedType) field.getGenericType()).getActualTypeArguments();
                    found.add(new Declared(
                            (PowerShellScript<?, ?>) field.get(null), (Class<?>) types[0], (Class<?>) types[1]));
                }
            }
        }
        return found;
    }

    private static List<String> classes(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString())
                    .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
                    .map(file ->
                            file.substring(0, file.length() - ".class".length()).replace('/', '.'))
                    .toList();
        }
    }

    private static Set<String> components(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Also those of the records that it is made of. */
    private static Set<String> allComponents(Class<?> record) {
        var names = new TreeSet<String>();
        for (var component : record.getRecordComponents()) {
            names.add(component.getName());
            var type = component.getGenericType() instanceof ParameterizedType many
                    ? many.getActualTypeArguments()[0]
                    : component.getGenericType();
            if (type instanceof Class<?> part && part.isRecord()) {
                names.addAll(allComponents(part));
            }
        }
        return names;
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(m -> m.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void every_script_is_declared() throws Exception {
        var ids = ScriptRulesTest.scripts().stream()
                .map(file -> ScriptRulesTest.SCRIPTS
                        .relativize(file)
                        .toString()
                        .replace('\\', '/')
                        .replace(".ps1", ""))
                .filter(id -> !id.equals("bootstrap"))
                .toList();

        assertThat(declared().stream().map(Declared::toString).distinct()).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void a_script_reads_the_parameters_that_it_is_given_and_no_others() throws Exception {
        assertThat(declared())
                .allSatisfy(each -> assertThat(found(PARAMETER, each.text())).isEqualTo(components(each.parameters())));
    }

    @Test
    void a_script_answers_all_that_is_asked_for() throws Exception {
        assertThat(declared())
                .allSatisfy(each -> assertThat(found(ANSWERED, each.text())).containsAll(allComponents(each.answer())));
    }
}
