package io.emrops.windows;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** What somebody may say who is not the host. */
final class ForgedProofs {
    private static final String NEGOTIATE = "Negotiate ";
    /** That of Kerberos 5, as SPNEGO has it. */
    private static final String KERBEROS = "a10b06092a864886f712010202";

    private static final int BROKEN = 30;

    private ForgedProofs() {}

    /** @param genuine the answer to another token of the same user */
    static List<List<String>> of(String genuine) {
        var forged = new ArrayList<List<String>>();
        forged.add(List.of());
        forged.add(List.of("Negotiate"));
        forged.add(List.of("Negotiate !!!"));
        forged.add(List.of("Negotiate AAAA="));
        forged.add(List.of("Kerberos " + genuine.substring(NEGOTIATE.length())));
        forged.add(List.of(genuine));
        forged.add(List.of(genuine, genuine));
        forged.add(List.of("Basic realm=\"" + genuine + "\""));
        // SPNEGO says that all is well: without a mechanism, with one, and with an empty token of it.
        forged.add(token("a1073005a0030a0100"));
        forged.add(token("a1143012a0030a0100" + KERBEROS));
        forged.add(token("a1183016a0030a0100" + KERBEROS + "a2020400"));
        // It is to go on, and it has failed.
        forged.add(token("a1143012a0030a0101" + KERBEROS));
        forged.add(token("a1143012a0030a0102" + KERBEROS));
        var bytes = Base64.getDecoder().decode(genuine.substring(NEGOTIATE.length()));
        var random = new Random(4178);
        for (var i = 0; i < BROKEN; i++) {
            var broken = bytes.clone();
            broken[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            forged.add(List.of(NEGOTIATE + Base64.getEncoder().encodeToString(broken)));
        }
        return forged;
    }

    /** The proof of the right token, and in it one bit of what only the host can have encrypted is another one. */
    static String spoiled(String genuine) {
        var bytes = Base64.getDecoder().decode(genuine.substring(NEGOTIATE.length()));
        bytes[bytes.length - 1] ^= 1;
        return NEGOTIATE + Base64.getEncoder().encodeToString(bytes);
    }

    /** The proof of the right token, in which SPNEGO says that it is refused. */
    static String rejected(String genuine) {
        var bytes = Base64.getDecoder().decode(genuine.substring(NEGOTIATE.length()));
        var hex = HexFormat.of().formatHex(bytes);
        bytes[hex.indexOf("a0030a0100") / 2 + 4] = 2;
        return NEGOTIATE + Base64.getEncoder().encodeToString(bytes);
    }

    private static List<String> token(String hex) {
        return List.of(
                NEGOTIATE + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex)));
    }
}
