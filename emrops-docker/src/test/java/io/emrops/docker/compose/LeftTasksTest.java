package io.emrops.docker.compose;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LeftTasksTest {
    private static final String ID = "0a78cf962d67cb489363b9b5c57650af0921e0ab3f21983a4e26938044982bbc";

    @Test
    void the_containers_that_cannot_be_started_are_named_in_the_complaint() {
        assertThat(LeftTasks.containers(" Container x-api-2  Starting\nError response from daemon: task " + ID
                        + ": already exists\n\nERROR: for api  task " + ID + " already exists"))
                .containsExactly(ID);
    }

    @Test
    void other_complaints_name_none() {
        assertThat(LeftTasks.containers("The container name \"/x\" is already in use by container \"" + ID + "\""))
                .isEmpty();
    }
}
