/** Certificates: where they are kept, who issues them, and how one takes the place of another. */
module io.emrops.certificates {
    requires transitive io.emrops.api;
    requires static transitive org.jspecify;
    requires java.net.http;
    requires jdk.httpserver;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires org.shredzone.acme4j;

    exports io.emrops.certificates;
    exports io.emrops.certificates.acme;
    exports io.emrops.certificates.file;
    exports io.emrops.certificates.issuer;
}
