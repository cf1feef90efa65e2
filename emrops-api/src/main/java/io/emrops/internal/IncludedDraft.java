package io.emrops.internal;

import io.emrops.Included;
import io.emrops.Runbook;
import io.emrops.Value;
import io.emrops.spi.Node;
import java.util.LinkedHashMap;
import java.util.Map;

/** An included runbook, being defined. */
final class IncludedDraft implements Included, NodeDraft {
    private final PartDraft part;
    private final Scope around;
    private final String path;
    private final Map<String, Value<?>> bindings = new LinkedHashMap<>();

    IncludedDraft(PartDraft around, String id, Runbook runbook) {
        this.around = around.scope();
        this.path = this.around.pathOf(id);
        part = new PartDraft(around.book(), this.around.inner(path), path, runbook.title(), around.inBranch());
        part.included();
        runbook.definition().block().accept(part);
    }

    @Override
    public Included bind(String param, Value<?> value) {
        part.scope().requireOpen();
        bindings.put(param, value);
        return this;
    }

    @Override
    public Node.Part freeze() {
        bindings.forEach((param, value) -> {
            if (!part.book().bind(part.scope().prefix() + param, value)) {
                around.fault(path, "binds \"" + param + "\", which is no parameter of it");
            }
        });
        return part.freeze();
    }
}
