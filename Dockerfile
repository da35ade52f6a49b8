# The program in a small image: nobody is its user, and its file system may be read-only.
#
#     docker build -t gauntlet .
#     curl -si URL | docker run --rm -i --read-only gauntlet lint
#     docker run --rm --read-only --tmpfs /tmp -v "$PWD:/workspace:ro" gauntlet run --no-install --out /tmp/out -- ./my-adapter
#
# cmake/package/test/container_test.py builds it from a Debian of its own, and runs it so.
FROM debian:bookworm-slim@sha256:96e378d7e6531ac9a15ad505478fcc2e69f371b10f5cdf87857c4b8188404716 AS debian

FROM debian AS build
WORKDIR /src
COPY cmake/apt/run.txt packages.txt
RUN apt-get update && grep -v '^#' packages.txt | xargs apt-get install -y --no-install-recommends \
    clang-14 dpkg-dev file git libc++-14-dev-wasm32 lld-14 nodejs wasi-libc
COPY . .
# Debian packages, with the time of the commit in them.
RUN export SOURCE_DATE_EPOCH="$(git log -1 --format=%ct || date +%s)" && cmake --preset package && cmake --build build/package \
    && cd build/package && cpack -B /debs

# The same Debian, so that the packages fit; and whom `gauntlet check` trusts.
FROM debian
COPY --from=build /debs/gauntlet_*.deb /debs/gauntlet-data_*.deb /debs/
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates /debs/*.deb \
    && rm -rf /debs /var/cache/apt/* /var/lib/apt/lists/*
USER 65534:65534
WORKDIR /workspace
ENTRYPOINT ["gauntlet"]
