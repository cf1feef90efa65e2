package io.emrops.docker.image;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RegistryAccessTest {
    private static final String HUB = "https://index.docker.io/v1/";

    @ParameterizedTest
    @CsvSource({
        "redis:7," + HUB,
        "acme/redis:7," + HUB,
        "docker.io/acme/redis," + HUB,
        "registry.hospital.example/emr/api:2,registry.hospital.example",
        "registry:5000/emr/api,registry:5000",
        "localhost/emr/api,localhost"
    })
    void the_registry_is_told_by_the_name_of_the_image(String image, String registry) {
        assertThat(RegistryAccess.registryOf(image)).isEqualTo(registry);
    }

    @Test
    void a_registrys_own_helper_comes_before_the_store_of_all() throws Exception {
        var configuration = new JsonMapper()
                .readTree(
                        "{\"credsStore\": \"wincred\", \"credHelpers\": {\"r:5000\": \"ecr-login\", \"bad\": \"../sh\"}}");

        assertThat(RegistryAccess.helperFor(configuration, "r:5000")).contains("ecr-login");
        assertThat(RegistryAccess.helperFor(configuration, "other")).contains("wincred");
        assertThat(RegistryAccess.helperFor(configuration, "bad")).isEmpty();
        assertThat(RegistryAccess.helperFor(new JsonMapper().readTree("{}"), "r"))
                .isEmpty();
    }

    @Test
    void a_helper_gives_a_password_or_a_token_or_nothing() {
        assertThat(RegistryAccess.parse("{\"Username\": \"emr\", \"Secret\": \"geheim\"}", "r"))
                .hasValueSatisfying(login -> {
                    assertThat(login.getUsername()).isEqualTo("emr");
                    assertThat(login.getPassword()).isEqualTo("geheim");
                    assertThat(login.getRegistryAddress()).isEqualTo("r");
                });
        assertThat(RegistryAccess.parse("{\"Username\": \"<token>\", \"Secret\": \"geheim\"}", "r"))
                .hasValueSatisfying(
                        login -> assertThat(login.getIdentitytoken()).isEqualTo("geheim"));
        assertThat(RegistryAccess.parse("credentials not found in native keychain", "r"))
                .isEmpty();
    }
}
