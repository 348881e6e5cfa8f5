"""EMAIL_URL as Django's mail settings."""

from urllib.parse import parse_qsl, unquote, urlsplit

from config.env import Env

DJANGO = "django.core.mail.backends"
# Providers whose anymail backend needs one key, and the settings name of that key.
PROVIDERS = {
    "brevo": "BREVO_API_KEY",
    "mailersend": "MAILERSEND_API_TOKEN",
    "mailgun": "MAILGUN_API_KEY",
    "mailjet": "MAILJET_API_KEY",
    "postmark": "POSTMARK_SERVER_TOKEN",
    "resend": "RESEND_API_KEY",
    "sendgrid": "SENDGRID_API_KEY",
    "sparkpost": "SPARKPOST_API_KEY",
}
SMTP_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


def settings(env: Env, default: str) -> dict[str, object]:
    """The mail settings for EMAIL_URL; a fault is noted on `env`.

    `console:`, `file:FOLDER`, `memory:`, `smtp://user:password@host:port` (`smtp+tls://` for STARTTLS,
    `smtps://` for TLS from the start), or a provider: `postmark://KEY@`, `mailgun://KEY@?sender_domain=...`.
    """
    parts = urlsplit(env.text("EMAIL_URL", default))
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": f"{DJANGO}.console.EmailBackend"}
    if parts.scheme == "memory":
        return {"EMAIL_BACKEND": f"{DJANGO}.locmem.EmailBackend"}
    if parts.scheme == "file":
        return {"EMAIL_BACKEND": f"{DJANGO}.filebased.EmailBackend", "EMAIL_FILE_PATH": unquote(parts.path)}
    if parts.scheme in SMTP_PORTS and parts.hostname:
        return {
            "EMAIL_BACKEND": f"{DJANGO}.smtp.EmailBackend",
            "EMAIL_HOST": parts.hostname,
            "EMAIL_PORT": parts.port or SMTP_PORTS[parts.scheme],
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
            "EMAIL_USE_SSL": parts.scheme == "smtps",
            "EMAIL_TIMEOUT": 10,
        }
    if parts.scheme in PROVIDERS and parts.username:
        further = {f"{parts.scheme.upper()}_{key.upper()}": value for key, value in parse_qsl(parts.query)}
        return {
            "EMAIL_BACKEND": f"anymail.backends.{parts.scheme}.EmailBackend",
            "ANYMAIL": {PROVIDERS[parts.scheme]: unquote(parts.username), "REQUESTS_TIMEOUT": 10, **further},
        }
    known = ", ".join(["console:", "file:", "smtp://", *(f"{name}://" for name in PROVIDERS)])
    env.fault("EMAIL_URL", f"cannot be read; it begins with one of {known}")
    return {}
