package io.emrops.docker.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretNamesTest {
    @ParameterizedTest
    @CsvSource({
        "DB_PASSWORD, x1, true",
        "dbPassword, x1, true",
        "POSTGRES_PASSWORD, 1234, true",
        "CLIENT_SECRET, abc, true",
        "API_KEY, abc, true",
        "APIKEY, abc, true",
        "Auth__Token, abc, true",
        "ConnectionStrings__Default, Data Source=db, true",
        "MAIN_DB, Server=db;Uid=sa;Pwd=x, true",
        "CACHE_URL, redis://user:pw@cache, true",
        "DB_PWD, x, true",
        "DBPASS, x, true",
        "REDIS_AUTH, x, true",
        "COMPASS, north, false",
        "OLD_PWD, /srv, false",
        "OLDPWD, /srv, false",
        "GIT_URL, https://abc@git.local/emr, true",
        "GIT_URL, https://git.local/@emr, false",
        "CACHE_URL, redis://user:p/w@cache, true",
        "CACHE_URL, redis://cache:6379, false",
        "DB_PASSWORD_FILE, /etc/db, false",
        "DB_PASSWORD, /run/secrets/db, false",
        "DB_PASSWORD, '', false",
        "PASSWORD_RESET_ENABLED, x, false",
        "REQUIRE_PASSWORD, true, false",
        "TOKEN_TTL, 3600, false",
        "KEYCLOAK_REALM, emr, false",
        "MONKEY, x, false",
        "GPG_KEY, ABCDEF, false",
        "SSH_PUBLIC_KEY, ssh-ed25519 AAAA, false",
        "PWD, /srv, false",
        "PATH, /usr/bin, false",
    })
    void secrets_are_told_by_name_and_form(String name, String value, boolean secret) {
        assertThat(SecretNames.holdsSecret(name, value)).isEqualTo(secret);
    }

    @Test
    void of_a_command_the_flags_before_secrets_are_told() {
        assertThat(SecretNames.flags(
                        List.of("redis-server", "--requirepass", "canary", "--port", "1", "--db-password=canary")))
                .containsExactly("--requirepass", "--db-password");
        assertThat(SecretNames.flags(List.of("serve", "--password-file", "/x", "--token", "--verbose")))
                .isEmpty();
    }
}
