package io.emrops.testkit.windows;

import io.emrops.testkit.windows.command.Door;
import io.emrops.testkit.windows.powershell.ScriptInput;
import java.math.BigDecimal;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/** A script that a client has sent by the emrops bootstrap, with what came along. */
public final class ScriptCall {
    private final ScriptInput input;
    private final Door door;
    private final String user;

    ScriptCall(ScriptInput input, Door door, String user) {
        this.input = input;
        this.door = door;
        this.user = user;
    }

    /** The script's id, such as {@code iis/site-get}. */
    public String id() {
        return input.id();
    }

    /** The script's text; its hash was checked. */
    public String script() {
        return input.script();
    }

    /** How the client came in. */
    public Door door() {
        return door;
    }

    /** Who is logged in. */
    public String user() {
        return user;
    }

    /** All parameters: maps, lists, text, {@link BigDecimal}s and truth values; those that are {@code null} are left out. */
    public Map<String, Object> parameters() {
        return input.parameters();
    }

    /**
     * A parameter that is text.
     *
     * @throws NoSuchElementException if there is none of this name and type
     */
    public String text(String name) {
        return parameter(name, String.class);
    }

    /**
     * A parameter that is a whole number.
     *
     * @throws NoSuchElementException if there is none of this name and type
     */
    public long number(String name) {
        return parameter(name, BigDecimal.class).longValueExact();
    }

    /**
     * A parameter that is true or false.
     *
     * @throws NoSuchElementException if there is none of this name and type
     */
    public boolean flag(String name) {
        return parameter(name, Boolean.class);
    }

    private <T> T parameter(String name, Class<T> type) {
        return Optional.ofNullable(input.parameters().get(name))
                .filter(type::isInstance)
                .map(type::cast)
                .orElseThrow(() -> new NoSuchElementException(id() + " has no parameter " + name + " of this type"));
    }

    /**
     * A secret.
     *
     * @throws NoSuchElementException if there is none of this name
     */
    public String secret(String name) {
        return Optional.ofNullable(input.secrets().get(name))
                .map(Object::toString)
                .orElseThrow(() -> new NoSuchElementException(id() + " has no secret " + name));
    }

    /** The payload; empty if there is none. */
    public byte[] payload() {
        return input.payload().clone();
    }

    /** Script, door and user: no parameters, no secrets. */
    @Override
    public String toString() {
        return id() + " by " + user + " through " + door;
    }
}
