# syntax=docker/dockerfile:1
# The service and the commands that steer one, without the stand-ins. Build the jars first, with the machine's own Maven:
#
#   mvn -DskipTests package
#   docker build -t caravan:0.1.0 .
#
# JRE may be any image with Java 25, bash and a C library; both stages are made on it, as an AOT cache fits one JVM only.
ARG JRE=eclipse-temurin:25-jre

FROM ${JRE} AS aot
WORKDIR /caravan
COPY target/lib lib
COPY target/caravan.jar .
COPY config/models.yaml config/
COPY config/prompts config/prompts
COPY --chmod=755 config/image/ .
# A start without AWS that ends by itself: what it loads on the way is what the cache holds. Where the JVM makes no cache
# the file is empty, and the service starts the slower way.
RUN AWS_REGION=us-east-1 AWS_ACCESS_KEY_ID=none AWS_SECRET_ACCESS_KEY=none AWS_ENDPOINT_URL=http://127.0.0.1:9 \
    CAMEL_MAIN_DURATION_MAX_SECONDS=5 CAMEL_MAIN_SHUTDOWN_TIMEOUT=5 JAVA_OPTS=-XX:AOTCacheOutput=caravan.aot \
    timeout 120 ./serve > /dev/null 2>&1; \
    touch caravan.aot

FROM ${JRE}
LABEL org.opencontainers.image.title="Caravan" \
      org.opencontainers.image.description="Amazon Bedrock batch inference at any scale, carried by Apache Camel" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="0.1.0"
WORKDIR /caravan
# What changes least comes first: libraries, our own code, settings, the cache made of them.
COPY target/lib lib
COPY target/caravan.jar .
COPY config/models.yaml config/
COPY config/prompts config/prompts
COPY --chmod=755 config/image/ .
COPY --from=aot /caravan/caravan.aot .

# In a container nothing is reached on 127.0.0.1. Where others reach it the service does not start without
# CARAVAN_ACCESS_TOKEN, from a secret of the deployment, or CARAVAN_ACCESS_ISSUER.
ENV CARAVAN_LOG_FORMAT=json \
    CAMEL_SERVER_HOST=0.0.0.0 \
    CAMEL_SERVER_PORT=8080 \
    CAMEL_MANAGEMENT_HOST=0.0.0.0 \
    CAMEL_MANAGEMENT_PORT=9876
EXPOSE 8080 9876
# Answers that are being joined. Declared, so that a volume on it keeps these rights under another user and a read-only root.
RUN chmod 1777 /tmp
VOLUME /tmp
USER 10001:10001
# Work that was begun is finished within camel.main.shutdown-timeout (45 s): give it 60 s before a kill.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["/caravan/healthy"]
ENTRYPOINT ["/caravan/serve"]
