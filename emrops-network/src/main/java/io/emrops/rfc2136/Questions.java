package io.emrops.rfc2136;

import io.emrops.PreconditionFailedException;
import io.emrops.StepFailedException;
import io.emrops.TargetUnavailableException;
import io.emrops.dns.DnsAnswer;
import io.emrops.dns.DnsName;
import io.emrops.dns.RecordType;
import java.io.IOException;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What servers are asked, and what their answers mean. */
final class Questions {
    private Questions() {}

    /** For a server of the zone, which is to ask nobody else. */
    static Message direct(DnsName name, RecordType type) {
        var question = recursive(name, Records.type(type));
        question.getHeader().unsetFlag(Flags.RD);
        return question;
    }

    private static Message recursive(DnsName name, int type) {
        return Message.newQuery(Record.newRecord(Records.name(name), type, DClass.IN));
    }

    static Message authority(DnsName zone) {
        var question = recursive(zone, Type.SOA);
        question.getHeader().unsetFlag(Flags.RD);
        return question;
    }

    /** Empty if the server does not have the zone. */
    static Optional<String> primaryName(Message answer, DnsName zone) {
        return answer.getSection(Section.ANSWER).stream()
                .filter(r -> r instanceof SOARecord && r.getName().equals(Records.name(zone)))
                .map(r -> ((SOARecord) r).getHost().toString(true))
                .findFirst();
    }

    /** Throws unless this is an answer of a server that has the zone. */
    static void requireInCharge(Message answer, Server server, DnsName zone) {
        if (answer.getRcode() == Rcode.SERVFAIL) {
            throw new TargetUnavailableException(
                    "The DNS server " + server + " cannot answer for zone " + zone + " now");
        }
        notInCharge(answer, server, zone).ifPresent(why -> {
            throw new PreconditionFailedException("Nothing was changed: " + why);
        });
    }

    private static Optional<String> notInCharge(Message answer, Server server, DnsName zone) {
        var code = answer.getRcode();
        if (code != Rcode.NOERROR && code != Rcode.NXDOMAIN) {
            var orHasNone = code == Rcode.REFUSED ? ", or does not have it" : "";
            return Optional.of(Refusal.text(answer, server, zone) + orHasNone);
        }
        return answer.getHeader().getFlag(Flags.AA)
                ? Optional.empty()
                : Optional.of("the DNS server " + server + " is not in charge of the name, which may be delegated");
    }

    static DnsAnswer ofAuthority(Server server, DnsName zone, DnsName name, RecordType type) {
        try {
            var answer = server.ask(direct(name, type));
            return notInCharge(answer, server, zone)
                    .<DnsAnswer>map(why -> silent(server, why))
                    .orElseGet(() -> Records.own(answer.getSection(Section.ANSWER), name, type)
                            .<DnsAnswer>map(records -> new DnsAnswer.Present(server.toString(), records))
                            .orElseGet(() -> new DnsAnswer.Absent(server.toString())));
        } catch (UntrustedAnswerException e) {
            return silent(server, "its answer is not signed as it should be");
        } catch (IOException | TargetUnavailableException e) {
            return silent(server, "does not answer");
        } catch (StepFailedException e) {
            return silent(server, "has a value that is not understood here");
        }
    }

    static DnsAnswer ofResolver(Server server, DnsName name, RecordType type) {
        try {
            var answer = server.ask(recursive(name, Records.type(type)));
            var code = answer.getRcode();
            if (code != Rcode.NOERROR && code != Rcode.NXDOMAIN) {
                return silent(server, "answers " + Rcode.string(code));
            }
            if (!answer.getHeader().getFlag(Flags.RA)) {
                return silent(server, "asks nobody else for us");
            }
            return Records.followed(answer.getSection(Section.ANSWER), name, type)
                    .<DnsAnswer>map(records -> new DnsAnswer.Present(server.toString(), records))
                    .orElseGet(() -> new DnsAnswer.Absent(server.toString()));
        } catch (IOException | TargetUnavailableException e) {
            return silent(server, "does not answer");
        } catch (StepFailedException e) {
            return silent(server, "has a value that is not understood here");
        }
    }

    private static DnsAnswer silent(Server server, String why) {
        return new DnsAnswer.Silent(server.toString(), why);
    }
}
