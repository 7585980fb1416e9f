"""How long things live. Sources: RFC 9700 (codes), OWASP ASVS 5 section 7 (sign-ins), contracts/oidc."""

from datetime import timedelta

AUTHORIZATION_CODE_TTL = timedelta(seconds=60)
ACCESS_TOKEN_TTL_S = 300
ID_TOKEN_TTL_S = 300
LOGOUT_TOKEN_TTL_S = 120
# A sign-in ends after this much silence of all its clients, or of a working day in all.
SIGN_IN_IDLE = timedelta(hours=4)
SIGN_IN_TTL = timedelta(hours=14)
# A request that waits for the person to sign in.
PENDING_REQUEST_TTL_S = 3600
# A link sent by e-mail. A new password is the more dangerous wish: an hour at most (OWASP, Forgot Password).
ADDRESS_LINK_TTL = timedelta(hours=24)
PASSWORD_LINK_TTL = timedelta(hours=1)
# Between the right password and the second factor; also how long a new factor waits for its first code.
SECOND_FACTOR_WAIT = timedelta(minutes=10)
# Between the question to an authenticator and its answer; a browser waits five minutes at most.
CHALLENGE_TTL = timedelta(minutes=5)
# Without a sign-in for so long an account is closed and forgotten; its person is told before.
INACTIVITY_LIMIT = timedelta(days=730)
INACTIVITY_NOTICE = timedelta(days=30)
# What is kept after its end, so that a replay is recognised and the person can be told.
KEPT_AFTER_END = timedelta(days=1)
# The next key is published so long before it signs that every gateway has read it (their commands run in between).
KEY_IS_READ = timedelta(minutes=5)
# A retired key stays published until the last token it signed is dead everywhere, clocks that differ included.
KEY_STAYS_PUBLISHED = timedelta(seconds=ACCESS_TOKEN_TTL_S + 60)
# Who asked for an organisation to be known, after staff have decided.
CONTACT_KEPT = timedelta(days=365)
