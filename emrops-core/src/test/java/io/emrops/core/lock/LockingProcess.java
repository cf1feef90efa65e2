package io.emrops.core.lock;

import io.emrops.spi.Leases.Acquisition;
import io.emrops.spi.Leases.Holder;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;

/** Takes locks when it is told to: one line names the run and the locks, one line answers. */
final class LockingProcess {
    private LockingProcess() {}

    public static void main(String[] arguments) throws Exception {
        FileLeases leases = FileLeases.open(Path.of(arguments[0]));
        System.out.println("ready");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            List<String> words = List.of(line.split(" "));
            TreeSet<String> locks = new TreeSet<>(words.subList(2, words.size()));
            String run = words.get(1);
            if (words.get(0).equals("release")) {
                leases.release(locks, run);
                System.out.println("released");
            } else {
                Holder holder = new Holder(run, "deploy", "step", Instant.EPOCH);
                Acquisition answer = leases.acquire(locks, holder);
                System.out.println(answer instanceof Acquisition.Granted ? "granted" : "refused");
            }
        }
    }
}
