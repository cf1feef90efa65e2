package io.emrops.certificates.acme;

/** How it is proven to an authority that a name is ours. */
public abstract sealed class Proving permits Http01, Dns01 {
    Proving() {}

    /** Begins with what is put up for one order. */
    abstract Proof begin() throws InterruptedException;
}
