"""The dock: a window beside the terminal's that stands for the world around it.

Cards are laid on readers, paper runs out, text messages arrive, printed paper comes out. A program of its own
(`python -m screens.dock`); it reaches the emulators over their control sockets and the platform over HTTP, and knows
nothing of the terminal.
"""
