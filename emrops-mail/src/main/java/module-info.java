/** Notices by mail. */
module io.emrops.mail {
    requires transitive io.emrops.api;
    requires static transitive org.jspecify;
    requires jakarta.activation;
    requires jakarta.mail;
    requires org.eclipse.angus.mail;
    requires org.slf4j;

    exports io.emrops.mail;
}
