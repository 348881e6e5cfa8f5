# One image for web, worker, beat and migrations; docker-compose.yml says which runs where.
FROM python:3.12-slim

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 CONCERT_HOME=/data HOST=0.0.0.0
WORKDIR /concert

COPY requirements.txt ./
RUN pip install --no-cache-dir --require-hashes -r requirements.txt

COPY . .
RUN python -m config.production collectstatic --noinput --verbosity 0 \
    && useradd --system --create-home concert \
    && mkdir --mode 0700 /data \
    && chown concert:concert /data

USER concert
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "-c", "python:config.gunicorn", "config.wsgi"]
