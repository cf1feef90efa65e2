# The services that a rollout of the API leaves alone: SERVICE is web or cache.
FROM scratch
ADD busybox.tar /
ARG SERVICE
COPY ${SERVICE} /srv
USER 10001:10001
HEALTHCHECK --interval=1s --timeout=2s --start-period=2s --retries=2 CMD ["/bin/sh", "/srv/health"]
ENTRYPOINT ["/bin/sh", "/srv/run"]
