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
