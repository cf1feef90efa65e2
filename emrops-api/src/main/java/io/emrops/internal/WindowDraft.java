package io.emrops.internal;

import io.emrops.MaintenanceWindow;
import io.emrops.WindowRule;
import io.emrops.spi.Node;

/** A window rule, being defined. */
final class WindowDraft implements WindowRule, NodeDraft {
    private final Scope scope;
    private final String path;
    private final MaintenanceWindow window;
    private WhenItCloses then = WhenItCloses.FINISH;

    WindowDraft(Scope scope, String path, MaintenanceWindow window) {
        this.scope = scope;
        this.path = path;
        this.window = window;
    }

    @Override
    public WindowRule whenItCloses(WhenItCloses then) {
        scope.requireOpen();
        this.then = then;
        return this;
    }

    @Override
    public Node freeze() {
        return new Node.Window(path, window, then);
    }
}
