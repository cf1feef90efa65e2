ARG BASE
FROM ${BASE}
COPY classes /opt/emr
ARG VERSION
ARG FAULT
ENV EMR_VERSION=${VERSION} EMR_FAULT=${FAULT}
EXPOSE 8080
HEALTHCHECK --interval=1s --timeout=2s --start-period=2s --retries=2 \
    CMD ["/bin/busybox", "wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8080/api/health"]
ENTRYPOINT ["/opt/java/bin/java", "-Xmx48m", "-Xss512k", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", \
    "-XX:-UsePerfData", "-Dsun.net.httpserver.nodelay=true", "-cp", "/opt/emr", "EmrApi"]
