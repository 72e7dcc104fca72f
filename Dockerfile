# The first stage installs; the second keeps only what runs. Both use the same folders, so that what was installed
# in the one is found in the other.
FROM python:3.11-slim AS build

ENV PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_ROOT_USER_ACTION=ignore

WORKDIR /srv/plans
RUN python -m venv --without-pip /opt/plans

# The lock changes seldom: this layer is kept until it does.
COPY requirements.lock ./
RUN pip --python /opt/plans/bin/python install --only-binary=:all: --require-hashes -r requirements.lock

# The project is linked, not copied, into the environment: it finds its migrations and pyproject.toml beside it, here
# as on a developer's machine.
COPY pyproject.toml README.md LICENSE ./
COPY migrations ./migrations
COPY app ./app
RUN pip --python /opt/plans/bin/python install --no-build-isolation --no-deps --editable . \
    && /opt/plans/bin/python -m compileall -q app migrations


FROM python:3.11-slim

ENV PATH=/opt/plans/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1

# The number is fixed, so that a volume keeps its owner from one image to the next. The program may write in one folder
# only, where the embedded database lies unless PLANS_DATABASE_URL names another.
RUN groupadd --gid 10001 plans \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /srv/plans --shell /usr/sbin/nologin plans \
    && install --directory --owner=plans --group=plans /srv/plans/data

WORKDIR /srv/plans
COPY --from=build /opt/plans /opt/plans
COPY --from=build /srv/plans ./

USER 10001:10001
EXPOSE 8000

# http.client, unlike urllib, never goes by way of a proxy that the environment may name.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "from http.client import HTTPConnection as C; c = C('127.0.0.1', 8000, timeout=4); c.request('GET', '/health'); raise SystemExit(c.getresponse().status != 200)"]

CMD ["plans", "serve", "--host", "0.0.0.0"]
