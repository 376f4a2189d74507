"""How many Chinese terms that are none the guard holds back, how many real ones it loses, and what it costs.

    .venv/bin/python -m benchmarks.straddles [--failing]

The sentences with straddles and some with real uses are those of the tests; further uses are made of each term in
sentences that fit any noun or any action. The cost is set against one pass of a search for the same terms.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator

from benchmarks.harness import measure, table
from commhub.lint.matching.straddle import doubt
from tests.lint.straddles import STRADDLES, USES, pairs

NOUNS = """
保单|保费|保额|受益人|免赔额|现金价值|头寸|敞口|授信|征信|罚息|处方|工单|流量|批单|险种|费率|起付线|坏账
单证|年金|利差|宽限期|犹豫期|等待期|除外责任|现金流|违约金|手续费|保证金|备付金|共保体|分保|受托人|保全|医保
统筹基金|滞纳金|起息日|交割日
"""
ACTIONS = """
核保|核赔|理赔|退保|承保|续保|投保|出险|结汇|购汇|质押|展期|透支|代扣|结息|计息|贴现|轧差|复诊|报销|停机
复机|过户|销户|减保|加保|分红|赔付|给付|定损|垫付|拒赔|入账|抵扣|核销|代位追偿|复效|试算|止付|清偿|交割|保全
授信|挂失|冲正|提前还款|批改
"""
AROUND_NOUNS = """
您的{}已经更新。|请查看{}说明。|这份{}将于下月生效。|我们调整了{}标准。|如对{}有疑问，请致电客服。
本次{}为三百元。|请在营业厅确认{}信息后签字。|银行会通知您{}的变化。|李小姐的{}由张先生代办。|附件是{}清单。
根据{}计算费用。|没有{}不能办理。|新{}与旧{}不同。|我司{}部门将与您联系。|关于{}和合同的说明如下。
一份{}只能使用一次。|您可以登录手机银行查询{}。|所需{}请提前准备。|该客户{}异常。|请勿将{}告诉他人。
全部{}均已寄出。|王建国{}资料不全。|上海分公司{}专员已收到。|此项{}不含税。|家庭{}可合并管理。
二零二六年{}安排见下。|个人{}不得转让。|每月{}按时发送。
"""
AROUND_ACTIONS = """
您的申请正在{}。|请尽快办理{}手续。|我们已为您{}。|如需{}，请致电客服。|完成{}后会发短信通知您。
{}需要三个工作日。|本次{}由上海分公司处理。|客户可以在线{}。|申请{}的客户请携带证件。|不能{}的原因见附件。
系统将自动{}。|请确认是否{}。|昨天提交的{}申请已通过。|我司有权拒绝{}。|{}部门将与您联系。
先生您好，{}进度如下。|自动{}功能已开通。|{}时间为周一至周五。|同意{}请回复一。|{}成功。|今年{}人数增加。
首次{}免费。|无法{}的请到柜台。|到期未{}将收费。|张三先生{}材料不全。|因系统升级暂停{}服务。|每年可{}两次。
贵公司{}结果已出。
"""


def made() -> Iterator[tuple[str, str]]:
    """(term, sentence) of each term in each sentence for it."""
    for terms, sentences in ((NOUNS, AROUND_NOUNS), (ACTIONS, AROUND_ACTIONS)):
        for term in _listed(terms):
            for sentence in _listed(sentences):
                yield term, sentence.format(*[term] * sentence.count("{}"))


def _listed(text: str) -> list[str]:
    return text.strip().replace("\n", "|").split("|")


def doubts(term: str, sentence: str) -> list[str]:
    """What the guard says of each occurrence of the term."""
    return [doubt(sentence, found.start(), found.end()) for found in re.finditer(term, sentence)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--failing", action="store_true", help="list the straddles not held back and the uses lost")
    asked = parser.parse_args()
    straddles, uses = pairs(STRADDLES), [*pairs(USES), *made()]
    missed = [(term, text) for term, text in straddles if not all(doubts(term, text))]
    lost = [(term, text, said) for term, text in uses for said in doubts(term, text) if said]
    print(
        table(
            ["", "sentences", "wrong", "per cent"],
            [
                ["straddles not held back", len(straddles), len(missed), 100 * len(missed) / len(straddles)],
                ["real uses lost", len(uses), len(lost), 100 * len(lost) / len(uses)],
            ],
        )
    )
    texts = [text for _, text in uses]
    search = re.compile("|".join(sorted({term for term, _ in uses}, key=len, reverse=True)))
    cost = measure(
        {
            "search": lambda: [search.findall(text) for text in texts],
            "guard": lambda: [doubts(term, text) for term, text in uses],
        },
        rounds=3,
    )
    print(f"the guard takes {cost['guard'] / cost['search']:.1f} times as long as the search by `re`", end="")
    print(f" ({1e6 * cost['guard'] / len(uses):.0f} microseconds an occurrence here)")
    if asked.failing:
        for one in [*missed, *lost]:
            print(*one)


if __name__ == "__main__":
    main()
