package io.emrops.trigger;

/** What may be done about a system that has too much to do. Which of these there are depends on the target. */
public enum ScalingAction {
    /** More instances of a service. */
    SCALE_OUT("scale out"),
    /** More processors or memory for each instance. */
    RESIZE("resize"),
    /** One more server behind a load balancer. */
    ADD_WEB_SERVER("add a web server"),
    /** One more copy of a database that answers queries. */
    ADD_READ_REPLICA("add a read replica");

    private final String words;

    ScalingAction(String words) {
        this.words = words;
    }

    /** Such as {@code add a web server}. */
    @Override
    public String toString() {
        return words;
    }
}
