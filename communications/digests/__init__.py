"""The digests that fall due: claimed once for each reader and day, written and sent with the rights of that moment.

Three steps, each of which may be cut off anywhere. The *claim* is a row, unique for (initiative, person, day), and a
job beside it. *Handing over* is committed before the letter leaves, in the transaction that read what it tells. The
*outcome* is kept after. A letter that the mail server surely did not take is tried again; where nobody can know, it is
not: the next digest tells what this one would have told, and nobody gets two.
"""

from communications.digests.planning import PLAN, enqueue_digests
from communications.digests.sending import ASKED, SEND, send_digest

__all__ = ["ASKED", "PLAN", "SEND", "enqueue_digests", "send_digest"]
