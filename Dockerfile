# A small image with the extras corpus and preview; the program runs as a user without rights, in /data.
FROM python:3.12-slim AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY cleaner cleaner
COPY rules rules
RUN python -m venv /opt/cleaner \
 && /opt/cleaner/bin/pip install --no-cache-dir '.[corpus,preview]' \
 && find /opt/cleaner -name __pycache__ -prune -exec rm -r {} +
# the rules as they are kept after their first use, since the user without rights cannot keep them
RUN echo "A line of text." | PYTHONDONTWRITEBYTECODE=1 /opt/cleaner/bin/cleaner clean - --quiet

FROM python:3.12-slim
COPY --from=build /opt/cleaner /opt/cleaner
RUN useradd --create-home --uid 1000 cleaner && mkdir /data && chown cleaner /data
ENV PATH=/opt/cleaner/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
USER cleaner
WORKDIR /data
ENTRYPOINT ["cleaner"]
CMD ["--help"]
