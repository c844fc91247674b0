"""What forwarding tells the rooms above, inside the transaction in which it happens.

``delivery_confirmed``: a delivery came into the state ``confirmed``. ``delivery``: the `Delivery`, locked and saved.
Receivers only write rows or ring after the commit.
"""

from __future__ import annotations

from django.dispatch import Signal

delivery_confirmed = Signal()
