"""`manage.py erase_person` takes a person's data out of the record and the customers; the proof of what was sent stays."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from commhub.audit.log import note
from commhub.audit.people import COMMAND_LINE
from commhub.customers.book import forget
from commhub.customers.models import Customer
from commhub.record.erase import Erased, StillWorking, erase, sends_of_customer, sends_to_address


class Command(BaseCommand):
    help = (
        "Erase what the record holds of a person: data, address, name, findings, archived copies. Hashes, editions and "
        "times stay. Without --yes it only says what it would erase."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--customer", metavar="KEY", help="all sends to this customer, and the customer")
        parser.add_argument("--keep-customer", action="store_true", help="leave the customer itself as it is")
        parser.add_argument("--email", action="append", default=[], help="all sends that name this address")
        parser.add_argument("--phone", action="append", default=[], help="likewise; in international form")
        parser.add_argument("--send", action="append", default=[], type=UUID, metavar="ID", help="this send")
        parser.add_argument("--by", required=True, help="who decided it; kept with each message")
        parser.add_argument("--yes", action="store_true", help="do it; it cannot be undone")

    def handle(self, *args: Any, **options: Any) -> None:
        customer = self._customer(options["customer"]) if options["customer"] else None
        found = [*options["send"], *(sends_of_customer(customer) if customer else ())]
        for address in (*options["email"], *options["phone"]):
            found += sends_to_address(address)
        sends = list(dict.fromkeys(found))
        if not (customer or options["send"] or options["email"] or options["phone"]):
            raise CommandError("Say whose data: --customer, --email, --phone or --send.")
        forgets = customer is not None and not options["keep_customer"]
        if not options["yes"]:
            also = f", and the customer {options['customer']}" if forgets else ""
            self.stdout.write(f"This would erase {len(sends)} sends{also}. Nothing is done without --yes.")
            return
        try:
            with transaction.atomic():
                now = timezone.now()
                erased = erase(sends, by=options["by"], now=now)
                if customer is not None and forgets:
                    forget(customer)
                # The log forgets nothing: it says how much was erased and who decided it, and nothing of whose it was.
                sentence = f"{options['by']} had a person's data erased. {told(erased, forgotten=forgets)}"
                note("erase-person", sentence, actor=COMMAND_LINE, now=now, subject="person")
        except StillWorking as error:
            raise CommandError(str(error)) from error
        self.stdout.write(told(erased, forgotten=forgets))
        if options["verbosity"] > 1:
            self.stdout.writelines(str(send) for send in sends)

    def _customer(self, key: str) -> Customer:
        customer = Customer.objects.filter(key=key).first()
        if customer is None:
            raise CommandError(f"There is no customer {key!r}.")
        return customer


def told(erased: Erased, *, forgotten: bool) -> str:
    """What was done, as one line."""
    parts = [f"{erased.sends} sends", f"{erased.messages} messages", f"{erased.copies} archived copies"]
    line = f"Erased: {', '.join(parts)}{', the customer' if forgotten else ''}."
    return f"{line} {erased.cancelled} messages that were still queued were cancelled." if erased.cancelled else line
