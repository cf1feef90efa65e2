package io.emrops.internal;

import io.emrops.Included;
import io.emrops.Runbook;
import io.emrops.Value;
import io.emrops.spi.Node;
import java.util.HashMap;
import java.util.Map;

/** An included runbook, being defined. */
final class IncludedDraft implements Included, NodeDraft {
    private final PartDraft part;
    private final String id;
    private final Map<String, Value<?>> bindings = new HashMap<>();

    IncludedDraft(PartDraft around, String id, Runbook runbook) {
        this.id = id;
        var path = around.scope().pathOf(id);
        part = new PartDraft(around.book(), around.scope().inner(path), path, runbook.title(), around.inBranch());
        part.included();
        runbook.definition().block().accept(part);
    }

    @Override
    public Included bind(String param, Value<?> value) {
        part.scope().requireOpen();
        bindings.put(part.scope().prefix() + param, value);
        return this;
    }

    @Override
    public Node.Part freeze() {
        bindings.forEach((param, value) -> {
            if (!part.book().bind(param, value)) {
                part.scope().fault(part.scope().prefix() + id, "binds \"" + param + "\", which is no parameter of it");
            }
        });
        return part.freeze();
    }
}
