package io.emrops.cache;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.Progress;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import java.util.List;

/**
 * Looks after one cache. Usable by itself, without any runbook.
 *
 * <p>All methods block and may be called from any thread, one change at a time. They throw {@link TargetUnavailableException} if the cache does not answer and
 * nothing was changed; {@link OutcomeUnknownException} if it was lost in the middle of a change; {@link StepFailedException} if it refused half-way; {@link
 * PreconditionFailedException}, before anything is touched, if it would refuse: no right to, a command that is renamed or forbidden, a replica that only reads.
 *
 * <p>Nothing that is told holds a key or a value: keys can name a patient. Namespaces are told, which are what stands before the first colon of a key, without
 * digits.
 */
public interface CacheManager {
    /** Which cache. */
    Target target();

    /** What the cache has counted until now. */
    CacheStatistics statistics() throws InterruptedException;

    /**
     * What is in a part of the cache, by namespace, and so what {@link #clear} would remove. Exact if there are no more keys in the databases of the scope than are sampled;
     * else estimated from as many keys picked at random.
     *
     * @param sample how many keys are looked at, from 1 to 1,000,000; each costs the server a few microseconds
     * @throws PreconditionFailedException if {@link #clear} would be refused
     */
    CacheContents contents(ClearScope scope, int sample) throws InterruptedException;

    /**
     * Removes what is in the scope. Keys that are written meanwhile may stay or go. A second call removes what has come since.
     *
     * @param progress is told keys that were looked at
     * @throws PreconditionFailedException if the {@linkplain ClearScope.WholeServer whole server} holds keys in databases that were not named; nothing was removed
     * @throws OutcomeUnknownException if the cache was lost in the middle: some keys are removed, and it may be repeated
     */
    Cleared clear(ClearScope scope, ClearPace pace, Progress progress) throws InterruptedException;

    /** How much the cache may hold, and what goes when it is full. */
    CacheSettings settings() throws InterruptedException;

    /**
     * Sets how much the cache may hold, and what goes when it is full, from now on. A limit below what is held has the cache evict at once, as its policy says. A second
     * call changes nothing.
     *
     * @return what became of it
     */
    Configured configure(CacheSettings settings) throws InterruptedException;

    /**
     * The slowest commands that the cache remembers, slowest first. Their arguments are not told.
     *
     * @param most from 1 to 1,000
     */
    List<SlowCommand> slowCommands(int most) throws InterruptedException;

    /**
     * The largest of some keys picked at random, largest first.
     *
     * @param sample how many keys are looked at, from 1 to 1,000,000
     * @param most how many are told, from 1 to 1,000
     */
    List<LargeKey> largeKeys(int sample, int most) throws InterruptedException;
}
