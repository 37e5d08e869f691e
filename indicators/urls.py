"""Public pages of the figures."""

urlpatterns = []
