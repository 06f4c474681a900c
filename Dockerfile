# One image a process: `docker build --target gateway|backend|engine .` The worker runs in the backend's image.
# Each holds only its own dependency groups, in the versions of requirements.lock.
ARG PYTHON_IMAGE=python:3.11-slim-bookworm

FROM ${PYTHON_IMAGE} AS installer
ARG PIP_INDEX_URL
ARG UV_DEFAULT_INDEX
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
WORKDIR /app
COPY requirements-uv.lock ./
RUN pip install --no-cache-dir --require-hashes -r requirements-uv.lock
COPY pyproject.toml requirements.lock ./
RUN uv venv /venv

FROM installer AS gateway-libraries
RUN uv pip install --no-cache -p /venv/bin/python -r pyproject.toml --group gateway -c requirements.lock

FROM installer AS backend-libraries
RUN uv pip install --no-cache -p /venv/bin/python -r pyproject.toml --group backend -c requirements.lock

FROM installer AS engine-libraries
RUN uv pip install --no-cache -p /venv/bin/python -r pyproject.toml --group engine -c requirements.lock

FROM ${PYTHON_IMAGE} AS base
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 BANGBAN_DATA_DIR=/data
# Volumes take over the owner of the directories they are mounted on.
RUN useradd --uid 10001 --no-create-home bangban \
    && install -d -o bangban -g bangban /data /app /app/.cache
WORKDIR /app
COPY --chown=bangban *.py ./

FROM base AS gateway
COPY --from=gateway-libraries /venv /venv
COPY --chown=bangban bot ./bot
USER bangban
EXPOSE 8080
CMD ["python", "-m", "bot"]

FROM base AS backend
COPY --from=backend-libraries /venv /venv
COPY --chown=bangban knowledge_base ./knowledge_base
COPY --chown=bangban actions ./actions
USER bangban
EXPOSE 8082
CMD ["python", "-m", "actions"]

FROM base AS engine
COPY --from=engine-libraries /venv /venv
# The model is named after what it was trained on, the lock included.
COPY --chown=bangban requirements.lock ./
COPY --chown=bangban knowledge_base ./knowledge_base
COPY --chown=bangban nlu_data ./nlu_data
USER bangban
RUN python -m nlu_data.engine.train
EXPOSE 8081
# The template may have changed since the image was built; training does nothing if it has not.
CMD ["sh", "-c", "python -m nlu_data.engine.train && exec python -m nlu_data.engine"]
