package io.emrops.docker.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.PreconditionFailedException;
import io.emrops.docker.compose.ComposeModel.Definition;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ComposeModelTest {
    @Test
    void version_ones_yaml_gives_images_and_numbers_of_services_only() {
        var model = ComposeModel.fromYaml("""
                networks:
                  front:
                    image: not/this:1
                services:
                  api:
                    command:
                    - sh
                    - '-c'
                    - 'image: not/this:2'
                    deploy:
                      replicas: 2
                      resources:
                        limits:
                          memory: 1g
                    environment:
                      image: not/this:3
                      EMPTY: ''
                    image: registry:5000/emr/api:2.0.0
                    labels:
                      text: "image: a\\
                        \\ b"
                  '42':
                    build:
                      context: /opt/emr
                    scale: 3
                  web:
                    image: 'emr/web:1'
                    pull_policy: always
                version: '3.9'
                x-image: nothing
                """);

        assertThat(model.services())
                .containsExactly(
                        Map.entry("42", Definition.NONE.replicas(3)),
                        Map.entry(
                                "api",
                                Definition.NONE
                                        .image("registry:5000/emr/api:2.0.0")
                                        .replicas(2)),
                        Map.entry("web", Definition.NONE.image("emr/web:1").pullPolicy("always")));
        assertThat(model.hasPullPolicy()).isTrue();
    }

    @Test
    void version_twos_json_gives_the_same() {
        var model = ComposeModel.fromJson("""
                {"name": "p", "networks": {"front": {"image": "not/this:1"}}, "services": {
                  "api": {"image": "registry:5000/emr/api:2.0.0", "deploy": {"replicas": 2}},
                  "42": {"build": {"context": "/opt/emr"}, "scale": 3},
                  "web": {"image": "emr/web:1", "pull_policy": "always"}}}
                """);

        assertThat(model.services())
                .containsExactly(
                        Map.entry("42", Definition.NONE.replicas(3)),
                        Map.entry(
                                "api",
                                Definition.NONE
                                        .image("registry:5000/emr/api:2.0.0")
                                        .replicas(2)),
                        Map.entry("web", Definition.NONE.image("emr/web:1").pullPolicy("always")));
    }

    @Test
    void version_ones_yaml_tells_the_order_and_how_many_there_can_be() {
        requireOrderAndNumbers(ComposeModel.fromYaml("""
                services:
                  api:
                    depends_on:
                      store:
                        condition: service_started
                      cache:
                        condition: service_healthy
                    ports:
                    - 127.0.0.1::8080/tcp
                    - target: 8081
                  cache:
                    container_name: emr-cache
                    image: cache:1
                  files:
                    network_mode: service:cache
                    ports:
                    - 127.0.0.1:18443:8443/udp
                  store:
                    depends_on:
                      web:
                        condition: service_started
                    ports:
                    - mode: host
                      published: 18080-18089
                      target: 8082
                  web:
                    ports:
                    - published: 19000
                      target: 9000
                version: '3.9'
                """));
    }

    @Test
    void version_twos_json_tells_the_same_order_and_numbers() {
        requireOrderAndNumbers(ComposeModel.fromJson("""
                {"services": {
                  "api": {"depends_on": {"store": {"condition": "service_started", "required": true}, "cache": {}},
                    "ports": [{"mode": "ingress", "host_ip": "127.0.0.1", "target": 8080, "protocol": "tcp"},
                      {"mode": "ingress", "target": 8081, "protocol": "tcp"}]},
                  "cache": {"container_name": "emr-cache", "image": "cache:1"},
                  "files": {"network_mode": "service:cache",
                    "ports": [{"target": 8443, "published": "18443", "protocol": "udp"}]},
                  "store": {"depends_on": {"web": {}}, "ports": [{"target": 8082, "published": "18080-18089"}]},
                  "web": {"ports": [{"mode": "host", "target": 9000, "published": "19000"}]}}}
                """));
    }

    private static void requireOrderAndNumbers(ComposeModel model) {
        assertThat(model.inOrder()).containsExactly("cache", "web", "store", "api", "files");
        assertThat(model.services())
                .allSatisfy((name, d) -> assertThat(d.atMost())
                        .as(name)
                        .isEqualTo(Map.of("api", Integer.MAX_VALUE, "store", 10).getOrDefault(name, 1)));
        assertThat(model.services())
                .allSatisfy((name, d) -> assertThat(d.sharesNetworkOf())
                        .as(name)
                        .isEqualTo(name.equals("files") ? "service:cache" : ""));
    }

    @Test
    void services_that_depend_on_one_another_have_some_order() {
        var model = ComposeModel.fromJson(
                "{\"services\": {\"a\": {\"depends_on\": {\"b\": {}}}, \"b\": {\"depends_on\": {\"a\": {}, \"gone\": {}}}}}");

        assertThat(model.inOrder()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void short_forms_of_ports_are_read_with_and_without_addresses() {
        assertThat(HostPorts.countInYaml("    - 8080:80")).isEqualTo(1);
        assertThat(HostPorts.countInYaml("    - '8080:80/tcp'")).isEqualTo(1);
        assertThat(HostPorts.countInYaml("    - 18080-18084:8080/tcp")).isEqualTo(5);
        assertThat(HostPorts.countInYaml("    - '[::1]:8080:80'")).isEqualTo(1);
        assertThat(HostPorts.countInYaml("    - '[::1]::80'")).isEqualTo(Integer.MAX_VALUE);
        assertThat(HostPorts.countInYaml("    - '8080'")).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void an_image_that_is_only_built_is_named_as_each_version_names_it() {
        var model = ComposeModel.fromJson("{\"services\": {\"api\": {}, \"web\": {\"image\": \"web:1\"}}}");

        assertThat(model.namingBuilt("emr", 1).service("api").map(Definition::image))
                .contains("emr_api");
        assertThat(model.namingBuilt("emr", 2).service("api").map(Definition::image))
                .contains("emr-api");
        assertThat(model.namingBuilt("emr", 2).service("web").map(Definition::image))
                .contains("web:1");
    }

    @Test
    void what_is_no_json_is_not_quoted_because_it_may_hold_secrets() {
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> ComposeModel.fromJson("services: {password: geheim}"))
                .withMessageNotContaining("geheim")
                .withNoCause();
    }
}
