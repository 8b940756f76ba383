"""What a flow may ask or tell a person: one frozen dataclass per page, without a word about how it looks."""
