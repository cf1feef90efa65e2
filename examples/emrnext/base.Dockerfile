# A Java runtime with the modules the API needs, the libraries it loads, and busybox for health checks.
FROM scratch
ADD rootfs.tar /
ENV PATH=/opt/java/bin:/bin
USER 10001:10001
