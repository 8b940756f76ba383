"""Whether a face is a living person's: challenges, passive cues, and a verdict with reasons."""

from devices.vision.faces.liveness.watching import Liveness, LivenessState

__all__ = ["Liveness", "LivenessState"]
