package io.emrops;

/** A runbook that is part of another, while it is being defined. */
public interface Included {
    /**
     * Feeds a parameter of the included runbook from a value of this one, instead of asking for it.
     *
     * @param param its id in the included runbook
     */
    Included bind(String param, Value<?> value);
}
