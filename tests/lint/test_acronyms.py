"""The rule type acronym: abbreviations that nobody listed, and all that only looks like one."""

from __future__ import annotations

import pytest

from commhub.lint.engine import lint
from commhub.lint.policy import SAFE, Policy
from commhub.lint.rules import rule_types
from commhub.lint.rules._ordinary import lexicon
from commhub.lint.ruleset import RuleSet
from commhub.lint.sources import source_blocks
from scripts.ordinary_words import ordinary_words
from tests.lint.rows import findings, found, row

ACRONYMS = (
    "ACH ACV ADL AER AGM AML APR APY ARM AUM AVB AVC BAU BIN BMI BTL CAM CAP CCA CCJ CDD CFT CGT CHAPS CIF CLI CLUE"
    " CNP COB COBRA COI CPI CPT CRA CRS CSR CTA CVV DBS DC DD DHMO DLA DNR DOB DPA DPD DRG DSO DTI EAP ECG EDD EFT"
    " EHR EMI EOB EOI EPO ERISA ESA ESG ETF FAO FATCA FCA FICA FNOL FOS FPL FSA FSCS FTTP GAP GIC HCA HELOC HIPAA"
    " HMO HRA HSA IFA IHT IPT IRA ISA ISP IVR KFI KYC LIBOR LTV LVR MAC MFA MIB MIG MPAN MPRN MTA MVR NAV NCB NCD NI"
    " NIGO NINO NTU OEIC OOP OTC OTP PA PAN PAYE PBM PCP PCN PDS PEP PIA PII PIP PMI PMS POA POC POS PPI PPO PSA"
    " QROPS RCV REIT RIY ROI RTB SAR SBC SDLT SEPA SIP SIPP SLA SME SPD SRI SSN STP SWR TIN TPA UCR UFPLS UTR UW VHI"
    " WOL"
)
WORDS = (
    "ABOUT ABOVE ACT ACTION ADD ADDRESS AFTER AGREE ALERT ALL ALSO AND ANSWER ANY APPLY APRIL ARE ASK AT AUGUST"
    " BACK BANK BE BEFORE BELOW BEST BILL BONUS BOOK BOTH BRING BUT BUY CALL CAN CANCEL CARD CARE CASH CHANGE CHECK"
    " CHOOSE CLAIM CLICK CLOSE CODE COST COVER DATE DAY DAYS DEAL DEAR DEBIT DO DOES DONE DOUBLE DUE EACH EARLY EASY"
    " EMAIL END ENDS ENTER ESCROW EXTRA FAST FEE FEES FILE FINAL FIND FIRST FOR FORM FREE FRIDAY FROM FULL GET GIFT"
    " GIVE GO GOOD HAVE HELLO HELP HERE HIS HOME HOUSE HOW HURRY IF IN INFO IS IT ITEM JOIN JULY JUNE JUST KEEP KEY"
    " LAST LATE LEASE LEVY LIEN LIMIT LINE LOAN LONDON LOSS LOWER MAIL MAIN MARIA MAY MISS MONDAY MONEY MORE MUST MY"
    " NAME NEED NEVER NEW NEXT NO NOT NOTE NOTICE NOW OF OFF OFFER OLD ON ONE ONLINE ONLY OPEN OR ORDER OTHER OUR"
    " OUT OVER OWE PAID PARIS PART PAST PAY PHONE PLAN PLEASE PLUS POLICY PRICE PRINT PROOF QUICK RATE READ READY"
    " REFUND REPLY RETURN RISK SAFE SALE SAVE SECOND SEE SEND SEVEN SIGN SIX SOON SORRY SPAM START STAY STEP STOP"
    " SUNDAY TAKE TAX TEN TERM TEXAS TEXT THANK THANKS THAT THE THEN THIS TIME TO TODAY TOTAL TRUST TRY TUE TWO UP"
    " URGENT US USE VALID VALUE VERY VIA VISIT VOID WAIT WARN WE WEB WEEK WELL WHAT WHEN WHO WHY WIN WITH WORK YEAR"
    " YES YOU YOUR YOURS ZERO"
)


@pytest.mark.parametrize("acronym", ACRONYMS.split())
def test_abbreviations_are_flagged(acronym: str) -> None:
    assert found(f"Please ask about {acronym} today.") == [acronym]


def test_words_in_capitals_are_not() -> None:
    flagged = [word for word in WORDS.split() if found(f"Please ask about {word} today.")]
    assert flagged == []
    assert len(WORDS.split()) > 200
    assert len(ACRONYMS.split()) > 150


def test_the_list_of_words_is_what_its_script_makes() -> None:
    assert lexicon() == frozenset(ordinary_words())


@pytest.mark.parametrize(
    ("text", "acronyms"),
    [
        ("Two HMOs, one NIGO, my T&Cs.", ["HMOs", "NIGO", "T&Cs"]),
        ("The A.P.R. is high, and the A.P.R is low.", ["A.P.R.", "A.P.R"]),
        ("Is your DTI's limit KYC/AML, non-KYC or (EOB)?", ["DTI", "KYC", "AML", "KYC", "EOB"]),
        ("HMO, PPO, EPO plans", ["HMO", "PPO", "EPO"]),
        ("HMO/PPO/EPO plans", ["HMO", "PPO", "EPO"]),
        ("eKYC KYCx KYC_X SEVENTY APRAPRS", []),
        ("See Q&A, PINs, the FAQ or A.T.M. and U.S. law.", []),
        ("an NT\u00adU, ＫＹＣ or N\u200bTU", ["NT\u00adU", "ＫＹＣ", "N\u200bTU"]),
    ],
)
def test_shapes(text: str, acronyms: list[str]) -> None:
    assert found(text) == acronyms


@pytest.mark.parametrize(
    "text",
    [
        # a run of three capital words or more, a line in capitals
        "Please NTU UW KYC now.",
        "PLEASE READ THE NTU NOTICE CAREFULLY",
        "Hello.\nNTU UW\nGoodbye.",
        "IMPORTANT: READ, KEEP, NTU, SIGN",
        # Roman numerals
        "Part II, chapter IV, Louis XIV, type LXX, in MMXXVI",
        # reference and product codes, forms
        "Ref AB123456, POL-12345, AB/1234/NTU, CLM-UW-2291, XR500, MP3, COVID-19, NTU-2, 24/NTU/7",
        "Form W-2, W-8BEN-E, SR-22, CMS-1500, 1099-INT, Form SA 100, GB29 NWBK 6016 1331",
        "Ref AB 1234567, QQ 12 34 56 C, use promo code NTUX, my car AB12 CDE",
        # postcodes, states
        "London SW1A 1AA, Dublin D02 X285, CA 94105, NY 10001-1234, Perth WA 6000, Toronto ON M5V 2T6, Austin, TX.",
        # currencies at an amount
        "CHF 50, 20 PLN, SEK1,000, 5m RMB, NT$500, HK$20, USD/CHF",
        # initials, names
        "J.R. Smith, Mr JB Wong, Dr A.K. Patel, J.R.R. Tolkien and W.B. Yeats, Northwind LLC, Jane Doe, RN",
        "a poem of T.S. Eliot",
        "K. Moss, DVM. B.J. Ortiz, MBE. Maria Costa, MSc, CFA. O. McNeil, LLB, QC",
        "train ZK 812, flight number QZ 77, registration QZX 4410",
        # units
        "5 GB, 10 MB a day, 230 V, 50 HZ, 12-KWH, 2.5 GHZ, 20 KM per GB",
        # months and weekdays
        "12 APR 2026, 12th APR, APR 12, APR 2026, 12-APR-26, APR-JUN, 3 SEP, SEP 2026, MON 12 APR, THU–SAT",
        # zones
        "5 p.m., PST; 17:00 GMT; 9am EST; 9 a.m. (ET); noon BST; 14h00 CET; UTC+8; GMT-5; 10:00 HKT",
        # halves of words
        "DON'T, YOU'RE, WE'LL, O'NEIL, CO-OP, WI-FI",
    ],
)
def test_what_is_no_acronym(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "acronyms"),
    [
        ("Your APR 5.9% and an APR of 12", ["APR", "APR"]),
        ("At 19.9 APR, or APR 12%", ["APR", "APR"]),
        ("Your PA is in PA, for 94105", ["PA", "PA"]),
        ("Your ET result, and your CT scan at 5", ["ET", "CT"]),
        ("Your CHF plan", ["CHF"]),
        ("Mr Wong, your JB is here", ["JB"]),
        ("The NTU, UW", ["NTU", "UW"]),
        ("APR", ["APR"]),
        ("NOTHING IS MORE than the NTU", ["NTU"]),
    ],
)
def test_the_exceptions_end_where_they_should(text: str, acronyms: list[str]) -> None:
    assert found(text) == acronyms


def test_the_languages() -> None:
    assert found("您的NTU和KYC将，APP、PIN", locale="zh-CN") == ["NTU", "KYC"]
    assert found("NTUとKYCは", locale="ja") == ["NTU", "KYC"]
    assert found("귀하의 NTU를", locale="ko") == ["NTU"]
    assert found("حساب KYC الخاص", locale="ar") == ["KYC"]
    assert found("Votre TVA, RIB, IBAN, SEPA et CB, GRATUIT, NTU", locale="fr-FR") == ["NTU"]
    assert found("Die AGB, PLZ, KFZ, IBAN, BLZ, SCHUFA, WICHTIG, KYC", locale="de-DE") == ["KYC"]
    assert found("Su IVA, NIF, DNI, TAE, IBAN, GRATIS, KYC", locale="es-ES") == ["KYC"]
    assert found("Twój PESEL, NIP, OC, AC, ZUS, WAŻNE, KYC", locale="pl-PL") == ["KYC"]
    assert found("Ваш ИНН, ОСАГО, СНИЛС, РФ, СРОЧНО, ЮВДК", locale="ru-RU") == ["ЮВДК"]
    assert found("Your NTU", locale="tlh") == []


def test_what_a_row_names_is_the_rows_affair() -> None:
    ntu = row("NTU", rule="acronym", kind="acronym", allowed_in=("NTU Singapore",), id="ntu")
    assert [(one.surface, one.rule) for one in findings("An NTU, at NTU Singapore, N.T.U.", ntu)][:1] == [
        ("NTU", "ntu")
    ]
    assert found("At NTU Singapore", ntu) == []
    assert found("UW hold, UW", row("UW hold")) == ["UW hold", "UW"]


def test_a_listed_acronym_is_not_meant_where_it_is_a_month_or_a_unit() -> None:
    apr = row("APR", rule="acronym", kind="acronym", id="apr")
    assert found("On 12 APR 2026 your APR rises, by APR 2027", apr) == ["APR"]
    assert found("APR 5.9%, 3 APR", apr) == ["APR"]
    assert found("On 12 APR 2026", row("APR", rule="term")) == ["APR"]


def test_the_policy_decides() -> None:
    blocks = source_blocks("Your NTU and DVLA", "email_text", "rendered")
    strict = RuleSet((), Policy(safe=frozenset({"NTU"}), acronym_severity="error"))
    assert [(one.surface, one.severity) for one in lint(blocks, "en", strict).findings] == [("DVLA", "error")]
    assert lint(blocks, "en", RuleSet((), Policy(unknown_acronyms="ignore"))).findings == ()
    assert "Q&A" in SAFE


def test_the_finding_in_words() -> None:
    (finding,) = findings("Your NTUs are here")
    assert (finding.rule, finding.kind, finding.severity) == ("unknown-acronym.NTU", "acronym", "warning")
    assert finding.message == (
        "'NTUs' looks like an abbreviation, and nothing in the message says what it stands for; write it out, or explain "
        "it where it first stands."
    )


def test_a_row_without_words_is_refused() -> None:
    assert rule_types.get("acronym").problem_with(row(" ", rule="acronym")) == "The term has no words to look for"


def test_a_hostile_text_takes_no_time() -> None:
    assert found("A" * 100_000) == []
    assert len(found("NTU x " * 5_000, locale="zh")) == 5_000
    assert found("A-" * 50_000 + "A&" * 50_000 + "A." * 50_000) == []
