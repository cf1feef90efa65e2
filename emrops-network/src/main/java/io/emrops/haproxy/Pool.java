package io.emrops.haproxy;

import io.emrops.PreconditionFailedException;
import io.emrops.network.PoolServer.Admission;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** The slots of a backend, and what is done to one of them at a time. */
final class Pool {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:-]{1,200}");
    private static final Pattern MOVED =
            Pattern.compile("(IP changed from '[^']*' to '[^']*'|no need to change the addr)"
                    + ", (port changed from '[^']*' to '[^']*'|no need to change the port)( by '[^']*')?");

    private final String name;
    private final Address placeholder;
    private final Conversation talk;

    Pool(String name, Address placeholder, Conversation talk) {
        this.name = requireName(name);
        this.placeholder = placeholder;
        this.talk = talk;
    }

    /** Nothing that could end a command or name another server. */
    private static String requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("No name of a backend: '" + name + "'");
        }
        return name;
    }

    List<Slot> slots() {
        var state = talk.read("show servers state " + name);
        if (state.startsWith("Can't find")) {
            throw new PreconditionFailedException("HAProxy has no backend " + name);
        }
        var stat = talk.read("show stat " + name + " 4 -1");
        return SlotTable.read(state, stat);
    }

    List<Slot> registered() {
        return slots().stream()
                .filter(slot -> slot.address().isPresent() && !slot.isAt(placeholder))
                .toList();
    }

    List<Slot> registered(Collection<Address> servers) {
        return registered().stream()
                .filter(slot -> slot.address().filter(servers::contains).isPresent())
                .toList();
    }

    /** Those without sessions of the server before come first. */
    List<Slot> free() {
        return slots().stream()
                .filter(slot -> slot.isFree(placeholder))
                .sorted(Comparator.comparingLong(Slot::sessions))
                .toList();
    }

    /** Puts a server into a slot. Of two processes that take the same free one, the second one has it. */
    void move(Slot slot, Address to) {
        talk.change("set server " + path(slot) + " addr " + to.hostText() + " port " + to.port(), MOVED);
    }

    /**
     * From maintenance to new sessions, by a way on which no session comes before a check has found it well: HAProxy takes what leaves
     * maintenance for well until a check fails. So it leaves it for draining, is called down there, and waits for its checks.
     */
    void admit(Slot slot) {
        if (slot.isChecked()) {
            if (slot.isCheckPaused()) {
                talk.change("enable health " + path(slot));
            }
            state(slot, "drain");
            talk.change("set server " + path(slot) + " health down");
        }
        state(slot, "ready");
    }

    /** From draining its checks have gone on all the time. */
    void makeReady(Slot slot) {
        switch (slot.admission()) {
            case READY -> {}
            case DRAINING -> state(slot, "ready");
            case MAINTENANCE -> admit(slot);
        }
    }

    void drain(Slot slot) {
        state(slot, "drain");
    }

    void restore(Slot before) {
        switch (before.admission()) {
            case READY -> {}
            case DRAINING -> state(before, "drain");
            case MAINTENANCE -> state(before, "maint");
        }
    }

    /** The address goes last: from then on somebody else may take the slot. */
    void vacate(Slot slot) {
        if (slot.admission() != Admission.MAINTENANCE) {
            state(slot, "maint");
        }
        if (slot.weight() != slot.configuredWeight()) {
            talk.change("set weight " + path(slot) + " 100%");
        }
        move(slot, placeholder);
    }

    void weight(Slot slot, int weight) {
        talk.change("set weight " + path(slot) + " " + weight);
    }

    private void state(Slot slot, String state) {
        talk.change("set server " + path(slot) + " state " + state);
    }

    private String path(Slot slot) {
        return name + "/" + requireName(slot.name());
    }
}
