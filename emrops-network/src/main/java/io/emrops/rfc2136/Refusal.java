package io.emrops.rfc2136;

import io.emrops.dns.DnsName;
import java.util.Optional;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/** Why a server does not do what it was asked for, in words. */
final class Refusal {
    private Refusal() {}

    /**
     * Whether a signature is refused. Most such answers are not signed themselves (RFC 8945, 5.2), and so are believed as they are; one with
     * another code would say more than that, and anybody may have sent it.
     */
    static boolean isOfSignature(Message answer) {
        return answer.getRcode() == Rcode.NOTAUTH && tsigError(answer) != 0;
    }

    /** Of the signature; 0 if there is none. */
    private static int tsigError(Message answer) {
        return answer.getTSIG() == null ? 0 : answer.getTSIG().getError();
    }

    static String text(Message answer, Server server, DnsName zone) {
        return signature(answer, server).orElseGet(() -> code(answer.getRcode(), server, zone));
    }

    private static Optional<String> signature(Message answer, Server server) {
        var key = server.key().map(k -> "key " + k.name()).orElse("a key");
        return switch (tsigError(answer)) {
            case 0 -> Optional.empty();
            case Rcode.BADKEY ->
                Optional.of("the DNS server " + server + " does not know " + key + ", or not of this algorithm");
            case Rcode.BADSIG -> Optional.of("the secret of " + key + " is another one at the DNS server " + server);
            case Rcode.BADTIME ->
                Optional.of("the clocks of this machine and of the DNS server " + server
                        + " differ by more than a signature allows");
            default ->
                Optional.of("the DNS server " + server + " does not take the signature of " + key + " ("
                        + Rcode.TSIGstring(tsigError(answer)) + ")");
        };
    }

    private static String code(int code, Server server, DnsName zone) {
        return switch (code) {
            case Rcode.REFUSED ->
                "the DNS server " + server + " refuses this for zone " + zone + " "
                        + server.key().map(k -> "with key " + k.name()).orElse("without a key");
            case Rcode.NOTAUTH -> "the DNS server " + server + " is not in charge of zone " + zone;
            case Rcode.NOTZONE -> "the DNS server " + server + " says that the name is not in zone " + zone;
            case Rcode.NOTIMP -> "the DNS server " + server + " takes no updates";
            default -> "the DNS server " + server + " answers " + Rcode.string(code);
        };
    }
}
