"""WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application

from yuping.core.plain_text import PlainText

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yuping.settings")
application = PlainText(get_wsgi_application())
