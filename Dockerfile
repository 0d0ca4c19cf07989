# One image for the API and for workers: what differs is the command.
#
# Base images are pinned by tag. Where builds must be the same to the byte, append the digest
# that `docker buildx imagetools inspect` shows for the tag.

FROM node:24-bookworm-slim AS pages
WORKDIR /web
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN npm ci --ignore-scripts
COPY schema.graphql /schema.graphql
COPY web ./
RUN npm run build -- --logLevel warn


FROM python:3.13-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_NO_INPUT=1 \
    PIP_ROOT_USER_ACTION=ignore
WORKDIR /opt/ecogram
RUN python -m venv .venv
COPY requirements/image.txt requirements/image.txt
# Only wheels: nothing of what is fetched may run while it is installed. pyvips has none; it is
# Python alone, and its hash is known.
RUN .venv/bin/pip install --only-binary :all: --no-binary pyvips --no-deps \
    --require-hashes -r requirements/image.txt
COPY pyproject.toml ./
COPY actions actions
COPY app app
COPY archives archives
COPY describing describing
COPY documents documents
COPY feeds feeds
COPY fetching fetching
COPY graph graph
COPY jobs jobs
COPY processing processing
COPY shops shops
COPY storage storage
# Compiled here, for the running container cannot write beside the code.
RUN .venv/bin/pip install --no-deps --no-build-isolation --editable . \
    && .venv/bin/python -m compileall -q --invalidation-mode unchecked-hash \
    actions app archives describing documents feeds fetching graph jobs processing shops storage


FROM python:3.13-slim-bookworm
# Debian's own security updates are wanted, so the package has no version here.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libimage-exiftool-perl \
    && rm -rf /var/lib/apt/lists/* \
    && exiftool -ver
RUN groupadd --gid 10001 ecogram \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /nonexistent \
    --shell /usr/sbin/nologin ecogram \
    && install --directory --owner=10001 --group=10001 --mode=0700 /var/lib/ecogram
COPY --from=packages /opt/ecogram /opt/ecogram
COPY --from=pages /web/dist /opt/ecogram/web/dist

# Uploads and pictures in work lie in the data folder, so that /tmp may be small.
ENV PATH=/opt/ecogram/.venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    TMPDIR=/var/lib/ecogram \
    ECOGRAM_DATA=/var/lib/ecogram \
    ECOGRAM_HOST=0.0.0.0 \
    ECOGRAM_PORT=8000 \
    ECOGRAM_LOG_FORMAT=json
WORKDIR /opt/ecogram
VOLUME /var/lib/ecogram
EXPOSE 8000
USER 10001:10001

# For the API; a worker has no address and needs a check of its own.
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import os, sys; from http.client import HTTPConnection as C; c = C('127.0.0.1', int(os.environ['ECOGRAM_PORT']), timeout=4); c.request('GET', '/healthz'); sys.exit(c.getresponse().status != 200)"]

ENTRYPOINT ["ecogram"]
CMD ["serve", "--no-worker"]
