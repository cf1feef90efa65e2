package io.emrops.runbooks;

import io.emrops.Check;
import io.emrops.MaintenanceWindow;
import io.emrops.Runbook;
import io.emrops.RunbookBuilder;
import io.emrops.RunbookDefinitionException;
import io.emrops.notice.Notice;
import io.emrops.notice.Notices;
import io.emrops.notice.Notifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * What all ready-made runbooks can be given: a head, a checklist, approvals, locks and windows, and notices. What is said
 * several times adds up, in the order in which it is said.
 *
 * @param <B> the runbook itself
 */
public abstract sealed class ReadyMadeRunbook<B extends ReadyMadeRunbook<B>>
        permits AuditRetentionRunbook,
                AuditRunbook,
                BackupRunbook,
                CacheMaintenanceRunbook,
                CertificateCheckRunbook,
                CertificateRotationRunbook,
                ConnectionTroubleshootingRunbook,
                ContinuityRunbook,
                DataConsistencyRunbook,
                DatabaseOptimisationRunbook,
                DeploymentRunbook,
                FailoverRunbook,
                HorizontalScalingRunbook,
                PerformanceInvestigationRunbook,
                RecoveryRunbook,
                ReplicationCheckRunbook,
                SecurityPatchRunbook,
                ServiceRestartRunbook,
                SlowQueriesRunbook,
                VerticalScalingRunbook {
    private final String id;
    private final String title;
    private final List<Consumer<RunbookBuilder>> head = new ArrayList<>();
    private final List<Consumer<RunbookBuilder>> before = new ArrayList<>();
    private final List<Consumer<RunbookBuilder>> protections = new ArrayList<>();
    private final List<Consumer<RunbookBuilder>> after = new ArrayList<>();

    ReadyMadeRunbook(String id, String title) {
        this.id = Objects.requireNonNull(id, "id");
        this.title = Objects.requireNonNull(title, "title");
    }

    /** Head of the document: purpose, owners, contacts, links. */
    public B about(Consumer<RunbookBuilder> head) {
        this.head.add(Objects.requireNonNull(head, "head"));
        return self();
    }

    /** An item of the checklist, confirmed by a named person before the work begins. */
    public B checklist(String id, String title) {
        before.add(rb -> rb.manual(id, title));
        return self();
    }

    /** An automatic item of the checklist: the run stops here unless it is ok. */
    public B require(String id, String title, Check check) {
        before.add(rb -> rb.require(id, title, check));
        return self();
    }

    /** Tells people of what is to come, before it is approved and begun. */
    public B tell(String id, Notifier notifier, Notice notice) {
        before.add(rb -> rb.step(id, "Tell " + notice.audience(), Notices.send(notifier, notice)));
        return self();
    }

    /**
     * An approval, asked when the checklist is done.
     *
     * @param group who decides
     * @param atLeast how many of them; whoever starts the run has no vote
     */
    public B approval(String id, String title, String group, int atLeast) {
        before.add(rb -> rb.approval(id, title).by(group).atLeast(atLeast).notTheStarter());
        return self();
    }

    /** Takes a lock before the system is worked on. */
    public B lock(String name) {
        protections.add(rb -> rb.lock(name));
        return self();
    }

    /** Works on the system only inside a maintenance window; a run that is under way when it closes is finished. */
    public B window(MaintenanceWindow window) {
        protections.add(rb -> rb.window(window));
        return self();
    }

    /** A last step: telling people that it is done. It comes when all has been verified. */
    public B tellWhenDone(String id, Notifier notifier, Notice notice) {
        after.add(rb -> rb.step(id, "Tell " + notice.audience(), Notices.send(notifier, notice)));
        return self();
    }

    /**
     * The runbook.
     *
     * @throws RunbookDefinitionException with everything that is wrong
     */
    public Runbook build() {
        return Runbook.define(id, title, rb -> {
            head.forEach(part -> part.accept(rb));
            write(rb);
        });
    }

    abstract B self();

    /** All but the head. */
    abstract void write(RunbookBuilder rb);

    final void writeBefore(RunbookBuilder rb, String section) {
        if (!before.isEmpty()) {
            rb.section(section);
            before.forEach(part -> part.accept(rb));
        }
    }

    final void writeProtections(RunbookBuilder rb) {
        protections.forEach(part -> part.accept(rb));
    }

    final void writeAfter(RunbookBuilder rb) {
        if (!after.isEmpty()) {
            rb.section("Afterwards");
            after.forEach(part -> part.accept(rb));
        }
    }
}
