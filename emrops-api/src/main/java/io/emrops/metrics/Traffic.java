package io.emrops.metrics;

/**
 * How many bytes went each way since the instance was started.
 *
 * @param in received from the network, or read from disk
 * @param out sent to the network, or written to disk
 */
public record Traffic(long in, long out) {
    public Traffic {
        if (in < 0 || out < 0) {
            throw new IllegalArgumentException("Bytes are not negative: " + in + " in, " + out + " out");
        }
    }

    Traffic plus(Traffic more) {
        return new Traffic(in + more.in, out + more.out);
    }
}
