from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"
    verbose_name = "dự án, khu cụm, khoáng sản, khuyến công"
