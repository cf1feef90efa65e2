package io.emrops.certificates.x509;

import io.emrops.certificate.KeyKind;
import io.emrops.certificate.KeyedCertificate;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Somebody with a key and a certificate that says whatever a test wants it to, which no sound authority would. */
public final class Party {
    private final KeyPair keys;
    private final List<X509Certificate> chain;
    private final X500Name name;

    private Party(KeyPair keys, List<X509Certificate> chain, X500Name name) {
        this.keys = keys;
        this.chain = List.copyOf(chain);
        this.name = name;
    }

    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** With all that have signed it, roots apart. */
    public KeyedCertificate keyed() {
        return new KeyedCertificate(keys.getPrivate(), chain());
    }

    public List<X509Certificate> chain() {
        return chain.stream()
                .filter(each -> each.equals(chain.get(0))
                        || !each.getSubjectX500Principal().equals(each.getIssuerX500Principal()))
                .toList();
    }

    public static Making authority(String name) {
        return new Making(name).authority(Integer.MAX_VALUE);
    }

    public static Making server(String... names) {
        return new Making(names[0]).names(names);
    }

    /** A list of what this one has revoked. */
    public ListMaking revoking(X509Certificate... revoked) {
        return new ListMaking(this, List.of(revoked));
    }

    /** A list that is made. */
    public static final class ListMaking {
        private final Party by;
        private final List<X509Certificate> revoked;
        private Instant at = Instant.now().minus(Duration.ofHours(1));
        private Optional<Instant> next = Optional.of(Instant.now().plus(Duration.ofDays(10)));
        private Optional<ASN1ObjectIdentifier> extension = Optional.empty();
        private ASN1Encodable value;

        private ListMaking(Party by, List<X509Certificate> revoked) {
            this.by = by;
            this.revoked = revoked;
        }

        public ListMaking at(Instant time) {
            at = time;
            return this;
        }

        public ListMaking withoutEnd() {
            next = Optional.empty();
            return this;
        }

        public ListMaking critical(ASN1ObjectIdentifier kind, ASN1Encodable content) {
            extension = Optional.of(kind);
            value = content;
            return this;
        }

        public String pem() throws Exception {
            var builder = new X509v2CRLBuilder(by.name, Date.from(at));
            next.ifPresent(time -> builder.setNextUpdate(Date.from(time)));
            for (var each : revoked) {
                builder.addCRLEntry(each.getSerialNumber(), Date.from(at), CRLReason.keyCompromise);
            }
            if (extension.isPresent()) {
                builder.addExtension(extension.get(), true, value);
            }
            var list = builder.build(
                    new JcaContentSignerBuilder(Keys.signatureBy(by.keys.getPrivate())).build(by.keys.getPrivate()));
            return Encodings.pem("X509 CRL", list.getEncoded());
        }
    }

    /** A certificate that is made. */
    public static final class Making {
        private final X500Name name;
        private KeyPair keys = Keys.generate(KeyKind.EC_P256);
        private Optional<Party> by = Optional.empty();
        private Optional<Integer> pathLength = Optional.empty();
        private int usage = KeyUsage.digitalSignature;
        private Optional<String> signature = Optional.empty();
        private Instant from = Instant.now().minus(Duration.ofDays(1));
        private Instant until = Instant.now().plus(Duration.ofDays(200));
        private final List<Extension> more = new ArrayList<>();
        private String[] names = {};

        private Making(String name) {
            this.name = new X500Name("CN=" + name);
        }

        private Making names(String... those) {
            names = those;
            return this;
        }

        private Making authority(int length) {
            pathLength = Optional.of(length);
            usage = KeyUsage.keyCertSign | KeyUsage.cRLSign;
            return this;
        }

        public Making pathLength(int length) {
            return authority(length);
        }

        public Making usage(int bits) {
            usage = bits;
            return this;
        }

        public Making rsa(int bits) throws Exception {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            keys = generator.generateKeyPair();
            return this;
        }

        public Making signedBy(Party other) {
            by = Optional.of(other);
            return this;
        }

        public Making signature(String algorithm) {
            signature = Optional.of(algorithm);
            return this;
        }

        public Making valid(Duration after, Duration before) {
            from = Instant.now().plus(after);
            until = Instant.now().plus(before);
            return this;
        }

        public Making with(ASN1ObjectIdentifier kind, boolean critical, ASN1Encodable content) throws Exception {
            more.add(new Extension(kind, critical, content.toASN1Primitive().getEncoded()));
            return this;
        }

        public Party made() throws Exception {
            var signer = by.map(party -> party.keys).orElse(keys);
            var builder = new JcaX509v3CertificateBuilder(
                            by.map(party -> party.name).orElse(name),
                            BigInteger.valueOf(System.nanoTime()),
                            Date.from(from),
                            Date.from(until),
                            name,
                            keys.getPublic())
                    .addExtension(
                            Extension.basicConstraints,
                            true,
                            pathLength
                                    .map(length -> length == Integer.MAX_VALUE
                                            ? new BasicConstraints(true)
                                            : new BasicConstraints(length))
                                    .orElseGet(() -> new BasicConstraints(false)))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(usage));
            if (names.length > 0) {
                var all = new GeneralName[names.length];
                for (var i = 0; i < names.length; i++) {
                    all[i] = new GeneralName(GeneralName.dNSName, names[i]);
                }
                builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(all));
            }
            for (var each : more) {
                builder.addExtension(each);
            }
            var algorithm = signature.orElse(Keys.signatureBy(signer.getPrivate()));
            var signing = new JcaContentSignerBuilder(algorithm)
                    .setProvider(new BouncyCastleProvider())
                    .build(signer.getPrivate());
            var certificate = Encodings.certificate(builder.build(signing).getEncoded());
            var chain = new ArrayList<X509Certificate>();
            chain.add(certificate);
            by.ifPresent(party -> chain.addAll(party.chain));
            return new Party(keys, chain, name);
        }
    }
}
