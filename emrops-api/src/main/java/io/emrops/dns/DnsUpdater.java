package io.emrops.dns;

import io.emrops.OutcomeUnknownException;
import io.emrops.PreconditionFailedException;
import io.emrops.StepFailedException;
import io.emrops.Target;
import io.emrops.TargetUnavailableException;
import java.util.List;
import java.util.Optional;

/**
 * Reads and changes the record sets of one zone. A change names what it finds before it: the zone's server compares and changes in one go, so
 * that of two who change the same record set at the same time one is told what the other has made of it. Usable by itself, without any
 * runbook.
 *
 * <p>All methods block and may be called from any thread. They throw {@link TargetUnavailableException} if the server does not answer and
 * nothing was changed; {@link OutcomeUnknownException} if the answer to a change was lost, and asking again does not show that it was
 * applied; {@link PreconditionFailedException} if the server refuses, is not in charge of the zone, or the name is not in it; {@link
 * StepFailedException} if what is there is no {@link RecordSet}, such as an alias to a name with blanks. All verbs may be
 * repeated: what is as it was to become is left alone.
 *
 * <p>A name that is answered from a wildcard counts as having those records; as there are none of its own, they cannot be replaced,
 * and {@link #add} takes others.
 */
public interface DnsUpdater {
    /** Which zone, on which server. */
    Target target();

    /**
     * What the server that takes the changes has. Aliases are not followed.
     *
     * @return empty if the name has no records of this type
     */
    Optional<RecordSet> find(DnsName name, RecordType type);

    /**
     * What each authoritative server has, the one that takes the changes first. One that does not answer is {@link DnsAnswer.Silent}, and
     * makes no exception. Aliases are not followed.
     */
    List<DnsAnswer> served(DnsName name, RecordType type);

    /**
     * What a resolver tells those who ask it, from its memory if it still has an answer. Aliases are followed: the records are those that the
     * name leads to, under the name that was asked for.
     *
     * @throws PreconditionFailedException if no resolver is known
     */
    DnsAnswer resolved(DnsName name, RecordType type);

    /**
     * Adds a record set where there is none of its name and type. An alias needs a name without any other records, and no other records go
     * beside an alias.
     *
     * @throws PreconditionFailedException if there is another one; it tells which
     */
    void add(RecordSet records);

    /**
     * Puts one record set in the place of another, its time to live included.
     *
     * @param before what has to be there; the values are compared by the server in the moment of the change, the time to live shortly before
     * @param after of the same name and type
     * @throws PreconditionFailedException if something else is there; it tells what
     */
    void replace(RecordSet before, RecordSet after);

    /**
     * Removes a record set. If there is none, nothing happens.
     *
     * @param before what has to be there
     * @throws PreconditionFailedException if something else is there; it tells what
     */
    void remove(RecordSet before);
}
