"""Public pages of the registers of projects."""

urlpatterns = []
