"""Names, addresses and texts that break layouts: by the script of a language, and none of them anybody's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from commhub.contracts import JSON

LONG_NAMES: Final[Mapping[str, str]] = {
    "": "Wilhelmina Charlotte Alexandra Featherstonehaugh-Cholmondeley-Ravensworth",
    "de": "Freifrau Annemarie Wilhelmine von der Schulenburg-Wolfenbüttel-Lichtenfels",
    "es": "María de los Ángeles Concepción Fernández-Villaverde y Gutiérrez de la Concha",
    "fr": "Marie-Antoinette-Joséphine de La Rochefoucauld-Montbrison de Saint-Germain",
    "cy": "Angharad Gwenllian Rhiannon Llywelyn-Prydderch-Gruffydd o Lanfairpwllgwyngyll",
    "zh": "阿卜杜热依木江·买买提吐尔逊·阿布都克里木·"
    "伊斯拉姆江·吾买尔江·玉素甫江·艾合买提江·阿不都拉·库尔班江·热合曼江·司马义",
    "ja": "ヴィルヘルミーナ・シャーロット・アレクサンドラ・"
    "フェザーストンホー＝チャムリー＝レイヴンズワース・長曾我部・美津子＝勅使河原",
    "ko": "빌헬미나 샬럿 알렉산드라 페더스턴호 첨리 레이븐스워스 "
    "남궁독고황보선우제갈사공서문동방 을지문덕연개소문 한아름다운별빛나라",
    "ar": "عبد الرحمن بن محمد عبد العزيز بن عبد اللطيف آل الشيخ عبد الله المنصوري الهاشمي",
    "he": "אלכסנדרה שרלוט ווילהלמינה בן־דוד־אברמוביץ׳־רוזנצווייג־גולדשטיין־הירשפלד־שטרן",
}
"""At least 60 characters each, as long as registers of names have them."""
ONE_WORD: Final[Mapping[str, str]] = {
    "": "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "zh": "龘" * 60,
    "ja": "ヴィルヘルミーナシャーロットアレクサンドラフェザーストンホーチャムリーレイヴンズワース" + "美" * 20,
    "ko": "김수한무거북이와두루미삼천갑자동방삭치치카포사리사리센타워리워리세브리깡무두셀라구름이허리케인에담벼락",
    "ar": "فسيكفيكهموالمستخرجونواستغفرتموهاوالمستقبلونوالمتفاهمونأفاستسقيناكموهافأسقيناكموها",
    "he": "ולכשתתפרסמנה" * 6,
}
"""A name without a place where a line can be broken."""
RIGHT_TO_LEFT: Final = ("محمد عبد الله المنصوري", "שרה בן־דוד")
"""Names in Arabic and in Hebrew."""
RIGHT_TO_LEFT_TEXT: Final = "مرحبا بكم (12.5%) – Flat 4, שלום לכולם 2026"
EMOJI_NAME: Final = "Zoë 👩🏾‍⚕️ Łukasiewicz 🇬🇧"
EMOJI_TEXT: Final = "Great 🎉👍🏽 – “thank you” 👩🏾‍⚕️ ❤️"
LONG_TEXT: Final = (
    "as agreed on the telephone with your adviser in the branch on the High Street, and confirmed in writing since"
)
LONG_LINES: Final = (
    "Flat 12, Second Floor, The Old Corn Exchange",
    "Featherstonehaugh House Business Centre",
    "1234 Great Western Industrial Park",
    "Ashby-de-la-Zouch-on-the-Water",
    "Kirkby-in-Malhamdale",
    "Northumberland and Durham",
)
SEVEN_LINES: Final[JSON] = {"lines": list(LONG_LINES), "postcode": "NE71 6XX", "country": "GB"}
"""Seven lines below the name, the most that a letter takes: six and the postcode."""
LONG_LINE: Final[JSON] = {
    "lines": ["The Old Corn Exchange, Second Floor", "Kirkby"],
    "postcode": "NE71 6XX",
    "country": "GB",
}
"""Few lines, one of them of 35 signs: too long for large type and no more."""
FAIR_LINE: Final[JSON] = {
    "lines": ["The Old Corn Exchange, Flat 12", "Kirkby"],
    "postcode": "NE71 6XX",
    "country": "GB",
}
"""The same with a line of 30 signs."""
WIDE_LINE: Final[JSON] = {
    "lines": ["Flat 12, Second Floor, The Old Corn Exchange, Wing B", "Kirkby"],
    "postcode": "NE71 6XX",
    "country": "GB",
}
"""The same with a line of 52 signs: too long for usual type."""
LARGE_PRINT: Final[Mapping[str, JSON]] = {"large_print": True}


def of_locale(words: Mapping[str, str], locale: str) -> str:
    """The words in the script of a locale, or in Latin letters."""
    return words.get(locale.partition("-")[0], words[""])
