"""What a serving process has read before anybody asks it for a page."""

from tests.config.test_environment import WHOLE, run

TOLD = """
import gc, sys
import config.wsgi
from django.template import engines
from config.pages.versions import code_version
cached = engines["django"].engine.template_loaders[0]
templates = {template.name for template in cached.get_template_cache.values()}
print("projects.views" in sys.modules, "projects/project_list.html" in templates, code_version.cache_info().currsize)
print(gc.get_freeze_count() > 100_000)
"""


def test_a_server_has_read_its_pages_and_templates_before_the_first_request_without_a_database():
    told = run("-c", TOLD, **WHOLE, DATABASE_URL="postgres://may-khong-co.invalid/so")
    assert told.returncode == 0, told.stderr
    assert told.stdout.split() == ["True", "True", "1", "True"]
