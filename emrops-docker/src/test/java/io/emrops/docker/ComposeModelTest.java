package io.emrops.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.emrops.PreconditionFailedException;
import io.emrops.docker.ComposeModel.Definition;
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
                        Map.entry("42", new Definition("", 3, "")),
                        Map.entry("api", new Definition("registry:5000/emr/api:2.0.0", 2, "")),
                        Map.entry("web", new Definition("emr/web:1", 1, "always")));
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
                        Map.entry("42", new Definition("", 3, "")),
                        Map.entry("api", new Definition("registry:5000/emr/api:2.0.0", 2, "")),
                        Map.entry("web", new Definition("emr/web:1", 1, "always")));
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
