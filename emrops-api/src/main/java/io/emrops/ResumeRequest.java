package io.emrops;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Who wants a run gone on with or undone, why, and what they accept. A value; each verb gives a new one. */
public final class ResumeRequest {
    private final String actor;
    private final String reason;
    private final Map<String, Secret> secrets;
    private final Optional<String> acceptedChanges;
    private final Optional<String> acceptedIrreversible;

    private ResumeRequest(
            String actor,
            String reason,
            Map<String, Secret> secrets,
            Optional<String> acceptedChanges,
            Optional<String> acceptedIrreversible) {
        this.actor = actor;
        this.reason = reason;
        this.secrets = Map.copyOf(secrets);
        this.acceptedChanges = acceptedChanges;
        this.acceptedIrreversible = acceptedIrreversible;
    }

    /**
     * @param actor who asks, as the {@link Authorizer} knows them
     * @throws IllegalArgumentException if it is blank
     */
    public static ResumeRequest by(String actor) {
        if (actor.isBlank()) {
            throw new IllegalArgumentException("A run is resumed by somebody");
        }
        return new ResumeRequest(actor, "", Map.of(), Optional.empty(), Optional.empty());
    }

    /** Why. Journalled; no patient data. */
    public ResumeRequest because(String reason) {
        return new ResumeRequest(
                actor, Objects.requireNonNull(reason, "reason"), secrets, acceptedChanges, acceptedIrreversible);
    }

    /** A secret parameter, again: secrets are not journalled. Not needed where the engine can fetch it itself. */
    public ResumeRequest with(String param, Secret secret) {
        var more = new LinkedHashMap<>(secrets);
        more.put(param, Objects.requireNonNull(secret, param));
        return new ResumeRequest(actor, reason, more, acceptedChanges, acceptedIrreversible);
    }

    /**
     * Accepts that the runbook differs from the one the run was started with, in steps that have not begun
     * and stand before none that has.
     *
     * @param why journalled
     */
    public ResumeRequest acceptChanges(String why) {
        return new ResumeRequest(actor, reason, secrets, Optional.of(why), acceptedIrreversible);
    }

    /**
     * For an undo: goes on behind steps that cannot be undone, leaving what they changed.
     *
     * @param why journalled
     */
    public ResumeRequest passIrreversible(String why) {
        return new ResumeRequest(actor, reason, secrets, acceptedChanges, Optional.of(why));
    }

    public String actor() {
        return actor;
    }

    public String reason() {
        return reason;
    }

    /** The secrets by the ids of their parameters. */
    public Map<String, Secret> secrets() {
        return secrets;
    }

    /** Why a changed runbook is accepted, if it is. */
    public Optional<String> acceptedChanges() {
        return acceptedChanges;
    }

    /** Why irreversible steps are passed, if they are. */
    public Optional<String> acceptedIrreversible() {
        return acceptedIrreversible;
    }
}
