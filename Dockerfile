# presecret beside kustomize and helm, for Argo CD's repo-server and for pipelines. Each step is a script of its own, which
# the tests run without a container engine (test/hosts/image.test.ts).
ARG NODE_VERSION=24.21.0
ARG GO_VERSION=1.26.8

FROM node:${NODE_VERSION}-bookworm-slim AS node

FROM golang:${GO_VERSION}-bookworm AS tools
COPY --from=node /usr/local/bin/node /usr/local/bin/node
WORKDIR /src
COPY package.json ./
COPY test/servers ./test/servers
COPY .build/image ./.build/image
COPY plugin/image ./plugin/image
RUN node .build/image/install-tools.ts /out && node .build/image/build-launcher.ts /out

FROM node AS root
RUN apt-get update \
 && apt-get install --yes --no-install-recommends tini=0.19.0-1+b3 \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
COPY --from=tools /out /out
RUN node .build/bundle.ts /bundle
RUN node .build/image/root.ts --root / --bundle /bundle --tools /out --node /usr/local/bin/node --tini /usr/bin/tini-static
RUN node .build/image/compile-cache.ts /

# A C library and certificates, and neither a shell nor a package manager.
FROM gcr.io/distroless/cc-debian12
COPY --from=root /etc/passwd /etc/group /etc/
COPY --from=root /usr/local/bin/node /usr/local/bin/tini /usr/local/bin/kustomize /usr/local/bin/helm /usr/local/bin/presecret /usr/local/bin/
COPY --from=root /opt/presecret /opt/presecret
COPY --from=root --chown=999:999 /home/argocd /home/argocd
COPY --from=root --chown=999:999 /var/log/presecret /var/log/presecret
ENV HOME=/home/argocd PATH=/usr/local/bin
USER 999:999
WORKDIR /tmp
ENTRYPOINT ["/usr/local/bin/tini", "--", "/usr/local/bin/presecret"]
