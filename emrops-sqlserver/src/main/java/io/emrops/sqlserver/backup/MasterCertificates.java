package io.emrops.sqlserver.backup;

import io.emrops.sqlserver.session.Row;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.Optional;

/** The certificates of master that backups and databases are encrypted by ("sys.certificates (Transact-SQL)"). */
final class MasterCertificates {
    private static final String NO_KEY = "NA";

    private final Surroundings here;

    MasterCertificates(Surroundings here) {
        this.here = here;
    }

    private record Certificate(
            Optional<LocalDateTime> from, Optional<LocalDateTime> until, boolean hasKey, boolean keyBackedUp) {
        static Certificate of(Row row) throws SQLException {
            return new Certificate(
                    row.time("start_date"),
                    row.time("expiry_date"),
                    row.text("pvt_key_encryption_type")
                            .map(String::strip)
                            .filter(NO_KEY::equals)
                            .isEmpty(),
                    row.time("pvt_key_last_backup_date").isPresent());
        }
    }

    /** @throws io.emrops.PreconditionFailedException if a backup that is encrypted by it would be refused, or could be restored nowhere else */
    void requireFitForBackups(String name) {
        var certificate = here.queries()
                .find(
                        "the certificate",
                        "SELECT start_date, expiry_date, pvt_key_encryption_type, pvt_key_last_backup_date"
                                + " FROM master.sys.certificates WHERE name = ?",
                        Certificate::of,
                        name)
                .orElseThrow(() ->
                        here.refused("There is no certificate " + name + " in master, or the login does not see it"));
        var now = BackupPreflight.utc(here);
        if (certificate.until().filter(until -> !until.isAfter(now)).isPresent()) {
            throw here.refused("The certificate " + name + " has expired");
        }
        if (certificate.from().filter(now::isBefore).isPresent()) {
            throw here.refused("The certificate " + name + " is not valid yet");
        }
        if (!certificate.hasKey()) {
            throw here.refused("The certificate " + name + " has no private key on this server");
        }
        if (!certificate.keyBackedUp()) {
            throw here.refused("The private key of the certificate " + name
                    + " was never backed up: if this server is lost, so is every backup that is encrypted by it");
        }
    }

    /** @param thumbprint hexadecimal digits */
    boolean hasKeyOf(String thumbprint) {
        return here.queries()
                .find(
                        "the certificate",
                        "SELECT pvt_key_encryption_type FROM master.sys.certificates WHERE thumbprint = ?",
                        row -> row.text("pvt_key_encryption_type")
                                .map(String::strip)
                                .filter(NO_KEY::equals)
                                .isEmpty(),
                        (Object) HexFormat.of().parseHex(thumbprint))
                .orElse(false);
    }
}
