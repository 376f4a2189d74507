"""Plain English letters made from sentences with gaps, with terms of trade in the same gaps as any other thing."""

from __future__ import annotations

import random
from collections.abc import Iterator


def _words(text: str) -> list[str]:
    return text.split()


WORDS = _words(
    "subrogation lienholder annuitant escrow novation chargeback indemnitor dunning remittance amortisation reinsurer"
    " adjudication deductible forbearance encumbrance attestation clawback moratorium proration garnishment"
)
ACRONYMS = _words("NIGO FNOL LTV UBO KYC PCN MTA EOB COB TPA")
CODES = _words("UW_PEND SR-22 HO3 P1-DEC LOB_AUTO")
PHRASES = (
    "salvage title", "claims-made basis", "cooling-off period", "long-stop date", "surrender value", "run-off cover",
    "balloon payment", "waiver of premium", "free look",
)  # fmt: skip
PLANTED = (*WORDS, *ACRONYMS, *CODES, *PHRASES)
"""Forty-four, none of them on any list here."""

COMMON = _words(
    "letter form bill payment account card address house car garden kitchen window door roof phone number photo paper"
    " question answer change copy report list note date name plan price offer visit call reply office branch service"
    " request file contract receipt decision result record key bank claim policy cover insurance premium loan rate fee"
)
RARER = _words(
    "teapot doormat letterbox radiator wardrobe kettle staircase hallway skylight gutter driveway wheelbarrow greenhouse"
    " toaster dishwasher hairdryer lawnmower sofa cushion curtain carpet chimney fireplace boiler thermostat smartphone"
    " charger headset keyboard printer scanner backpack suitcase umbrella raincoat bicycle scooter caravan trailer"
    " rowing-boat"
    " tricycle helmet saddle puncture windscreen bumper gearbox dashboard seatbelt headlight mudguard tyre bonnet towbar"
    " dentist optician plumber electrician locksmith roofer gardener babysitter childminder neighbour landlady tenant"
    " granddaughter nephew stepson godmother toddler schoolbag lunchbox playground nursery bookshelf mattress pillow duvet"
    " teaspoon saucepan freezer cupboard drawer doorbell padlock firewood bonfire barbecue hedge lawn pond fishpond trellis"
    " birdcage rabbit hamster goldfish puppy kitten stairlift wheelchair crutches bandage thermometer spectacles earring"
    " necklace bracelet wristwatch violin clarinet trumpet accordion easel paintbrush sketchbook postcard envelope stapler"
    " paperclip notepad calendar bookmark newsagent bakery launderette carwash allotment footpath bridleway lamppost"
    " puddle snowdrift hailstone thunderstorm drizzle heatwave leak damp mould woodworm floorboard skirting-board wallpaper"
    " ladder toolbox screwdriver spanner sandpaper paintwork grout caravan-site campsite hostel guesthouse ferry timetable"
)
ADJECTIVES = _words(
    "new old short long clear small large early late helpful careful quick spare broken missing second different correct"
    " blurry muddy wobbly leaky rusty creaky crumpled squeaky soggy dusty faded tidy cosy roomy"
)
VERBS = _words(
    "checked received changed opened closed sent repaired returned replaced cleaned counted measured photographed painted"
    " read weighed collected stored tidied unpacked dismantled varnished sketched misplaced"
)
PEOPLE = (
    "Margaret Featherstone", "Priya Ramanathan", "Tomasz Wiśniewski", "Oluwaseun Adeyemi", "Siobhan Gallagher",
    "Henrietta Cholmondeley", "Dafydd Llewellyn", "Xiaoming Zhang", "Beatrix Oosterhuis", "Ruaridh Mackintosh",
)  # fmt: skip
TOWNS = _words("Chippenham Llandudno Kirkcaldy Ballymena Sevenoaks Hebden Wetherby Aberystwyth Totnes Skegness")
PRODUCTS = _words("Homeguard Northlight Brightwell Everpath Saverline")
SLIPS = _words("recieved adress seperate untill payed accomodation begining definately goverment tommorow")
"""Words as people misspell them."""

THINGS = (
    "We have {verb} the {thing} that you told us about.",
    "Please send us a photo of the {thing} before {day}.",
    "The {thing} is still with our {town} office.",
    "You asked whether the {thing} makes any difference to what you pay.",
    "Nothing changes for the {thing} this year.",
    "Our colleague {person} will call you about the {thing} on {day}.",
    "If the {thing} is not ready by {day}, tell us and we will wait.",
    "Your {adjective} {other} and the {thing} are both on our list.",
    "We could not find the {thing} in the papers that came on {day}.",
    "It takes us about {number} days to look at a {thing}.",
    "There is a {thing} on page {number} of your papers.",
    "Thank you for your call about the {thing} and the {other}.",
    "A {thing} like yours needs no {other}.",
    "You do not have to do anything about the {thing} now.",
    "We added the {thing} to your {product} plan.",
    "Because of the {thing}, the amount is £{number} lower.",
)
PLAIN = (
    "We hope that the {adjective} {other} is working well.",
    "Your next payment of £{number} leaves your account on {day}.",
    "You can call us between {number} and 18 on any working day.",
    "Our office in {town} is closed on {day} while the roof is repaired.",
    "Your {other} was {verb} on {day}, and all is well.",
    "Please keep this letter in a safe place with your {other}.",
    "{person} has looked after your account since March.",
    "If you have moved to {town} or elsewhere, please tell us your new address.",
    "We have enclosed a {adjective} envelope so that the reply costs you nothing.",
    "You told us that the {other} was {verb} by your neighbour.",
    "Nobody needs to be at home when we come to see the {adjective} {other}.",
    "Our {product} customers get a reply within {number} days.",
    "We are sorry that you had to wait {number} days for an answer.",
    "If anything in this letter is not clear, please ask us.",
    "You can change the day of your payment at any time.",
)
DAYS = _words("Monday Tuesday Wednesday Thursday Friday")


def letters(documents: int, seed: int) -> Iterator[str]:
    """So many letters; each planted term stands in three to nine of them, once or twice."""
    chance = random.Random(seed)
    holding: dict[int, list[str]] = {}
    for term in PLANTED:
        for number in chance.sample(range(documents), chance.randint(3, 9)):
            holding.setdefault(number, []).append(term)
    for number in range(documents):
        lines = [_sentence(chance, _of(THINGS, chance), term) for term in holding.get(number, [])]
        lines += [_sentence(chance, _of(THINGS, chance), _thing(chance)) for _ in range(chance.randint(2, 5))]
        lines += [_sentence(chance, _of(PLAIN, chance), "") for _ in range(chance.randint(4, 8))]
        if chance.random() < 0.3:
            lines.append(f"We {_of(SLIPS, chance)} the {_thing(chance)} on {_of(DAYS, chance)}.")
        chance.shuffle(lines)
        half = len(lines) // 2
        paragraphs = [" ".join(lines[:half]), " ".join(lines[half:])]
        yield "\n\n".join([f"Dear {_of(PEOPLE, chance)},", *paragraphs, f"Yours sincerely,\n{_of(PEOPLE, chance)}"])


def _of(choices: tuple[str, ...] | list[str], chance: random.Random) -> str:
    return chance.choice(choices)


def _thing(chance: random.Random) -> str:
    noun = _of(RARER, chance) if chance.random() < 0.6 else _of(COMMON, chance)
    return f"{_of(ADJECTIVES, chance)} {noun}" if chance.random() < 0.3 else noun


def _sentence(chance: random.Random, frame: str, thing: str) -> str:
    return frame.format(
        thing=thing,
        other=_thing(chance).split()[-1],
        verb=_of(VERBS, chance),
        adjective=_of(ADJECTIVES, chance),
        day=_of(DAYS, chance),
        town=_of(TOWNS, chance),
        person=_of(PEOPLE, chance),
        product=_of(PRODUCTS, chance),
        number=chance.randint(2, 60),
    )
