# Otbench as a container: the first stage builds the Debian package, the second installs it.
#   docker build --build-arg COMMIT=$(git rev-parse --short=12 HEAD) -t otbench .
#   docker run --rm otbench run /usr/share/otbench/scenarios/library/ping.yaml
FROM debian:12-slim AS build
WORKDIR /otbench
COPY . .
ARG COMMIT
RUN OTBENCH_COMMIT=$COMMIT ./bench package

FROM debian:12-slim
COPY --from=build /otbench/build-package/packages/otbench_*.deb /tmp/otbench.deb
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates /tmp/otbench.deb \
    && rm -rf /var/lib/apt/lists/* /tmp/otbench.deb && useradd --create-home otbench
USER otbench
WORKDIR /home/otbench
ENTRYPOINT ["otbench"]
CMD ["--help"]
