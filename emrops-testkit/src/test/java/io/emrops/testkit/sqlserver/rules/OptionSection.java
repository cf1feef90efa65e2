package io.emrops.testkit.sqlserver.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The words that a statement takes. */
final class OptionSection implements Section {
    private final String name;
    private final List<Class<?>> types;
    private final List<Form> forms;

    /** @param types what the forms are of */
    OptionSection(String name, List<Class<?>> types, List<Form> forms) {
        this.name = name;
        this.types = types;
        this.forms = forms;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String text() {
        var rows = new ArrayList<List<String>>();
        var before = "";
        for (var form : forms) {
            if (!form.title().equals(before)) {
                rows.add(List.of("*" + form.title() + "*", "", ""));
            }
            before = form.title();
            rows.addAll(form.rows());
        }
        return Markdown.table(List.of("written", "meaning", "since"), rows);
    }

    /** Enums that have no form here. */
    List<Class<?>> forgotten() {
        var forgotten = new ArrayList<Class<?>>();
        types.forEach(type -> collect(type, forgotten));
        forms.forEach(form -> forgotten.remove(form.type()));
        return forgotten;
    }

    private static void collect(Class<?> type, List<Class<?>> enums) {
        if (type.isEnum()) {
            enums.add(type);
        }
        Arrays.stream(type.getDeclaredClasses()).forEach(nested -> collect(nested, enums));
    }
}
