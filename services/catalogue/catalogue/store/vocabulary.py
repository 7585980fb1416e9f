"""The words of the catalogue, for those who mistype one."""

from sqlalchemy import Connection, text

# Nearest by letters changed, then by use; « similar » by trigrams only picks who is compared. One statement.
_NEAREST = text("""
SELECT typed.word AS typed, nearest.word AS known
FROM unnest(CAST(:words AS text[])) AS typed (word)
CROSS JOIN LATERAL (
    SELECT v.word, levenshtein_less_equal(v.word, typed.word, 3) AS changes
    FROM vocabulary AS v
    WHERE v.word % typed.word AND abs(length(v.word) - length(typed.word)) <= 2
    ORDER BY changes, v.uses DESC, v.word
    LIMIT 1) AS nearest
WHERE nearest.changes <= CASE WHEN length(typed.word) < 6 THEN 2 ELSE 3 END
  AND NOT EXISTS (SELECT FROM vocabulary AS v WHERE v.word LIKE typed.word || '%')
""")


def nearest_words(connection: Connection, words: list[str]) -> dict[str, str]:
    """For each of these plain words that no known word begins with: the known word that is nearest, if one is near."""
    return {row.typed: row.known for row in connection.execute(_NEAREST, {"words": words})}


# Of twenty thousand actions, the calendar of a commoner word fills a page within a thousand rows.
_COMMON = 400
_LEAST_USED = text("""
SELECT min(uses)
FROM unnest(CAST(:words AS text[])) AS typed (word)
CROSS JOIN LATERAL (
    SELECT coalesce(sum(v.uses), 0) AS uses FROM vocabulary AS v WHERE v.word LIKE typed.word || '%') AS known
""")


def are_rare(connection: Connection, words: list[str]) -> bool:
    """Whether one of these plain words begins few words of the catalogue, as far as was last counted."""
    return (connection.scalar(_LEAST_USED, {"words": words}) or 0) < _COMMON
