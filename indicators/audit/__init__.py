"""Who changed what: triggers write the trail at every door, the application tells them who is at work."""

from indicators.audit.actor import ActorMiddleware, acting_as, at_work

__all__ = ["ActorMiddleware", "acting_as", "at_work"]
