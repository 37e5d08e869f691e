"""Public pages of the power grid."""

urlpatterns = []
