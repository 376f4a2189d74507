"""Plain Chinese letters made from sentences with gaps, with terms of trade in the same gaps as any other thing."""

from __future__ import annotations

import random
from collections.abc import Iterator


def _words(text: str) -> list[str]:
    return text.split()


PLANTED = (
    "免赔额", "核保", "退保", "趸交", "现金价值", "犹豫期", "起付线", "除外责任", "保全变更", "代位求偿", "结息日",
    "垫缴", "减额缴清", "照会", "保费豁免", "查勘", "共付额", "等额本息", "敞口", "托收",
)  # fmt: skip
"""Twenty, none of them on any list here."""
COMMON = _words(
    "信件 表格 账单 付款 账户 卡片 地址 房子 汽车 花园 厨房 窗户 照片 问题 答复 报告 名单 日期 计划 价格 服务"
    " 申请 文件 合同 收据 决定 结果 记录 钥匙 电话"
    " 保险 贷款 利率 费用"
)
RARER = _words(
    "热水器 暖气片 衣柜 水壶 楼梯 走廊 天窗 雨棚 车道 手推车 温室 烤面包机 洗碗机 吹风机 割草机 沙发 靠垫 窗帘"
    " 地毯 烟囱 壁炉 锅炉 充电器 耳机 键盘 打印机"
    " 背包 行李箱 雨伞 雨衣 自行车 滑板车 房车 头盔 轮胎 挡风玻璃 保险杠 变速箱 仪表盘 安全带 牙医 眼镜店"
    " 水管工 电工 锁匠 园丁 保姆 邻居 房东 租客 孙女 侄子"
    " 书包 饭盒 游乐场 书架 床垫 枕头 被子 茶匙 平底锅 冰柜 橱柜 抽屉 门铃 挂锁 柴火 烧烤架 篱笆 草坪 鱼塘 鸟笼"
    " 兔子 仓鼠 金鱼 小狗 轮椅 拐杖 绷带 体温计"
    " 耳环 项链 手镯 手表 小提琴 小号 手风琴 画架 画笔 明信片 信封 订书机 回形针 记事本 日历 书签 面包店 洗衣店"
    " 菜园 人行道 路灯 水坑 雪堆 冰雹 雷雨 毛毛雨"
    " 漏水 霉斑 地板 墙纸 梯子 工具箱 螺丝刀 扳手 砂纸 营地 旅馆 渡轮 时刻表"
)
VERBS = _words("检查 收到 更换 打开 关闭 寄出 修理 退回 清洗 清点 测量 拍摄 粉刷 存放 整理 领取 称重 拆开")
PEOPLE = _words("王先生 李女士 陈小姐 欧阳先生 诸葛女士 张经理 赵医生 周太太")
TOWNS = _words("苏州 绍兴 桂林 泉州 潍坊 大理 宜昌 佛山")
DAYS = _words("星期一 星期二 星期三 星期四 星期五")

THINGS = (
    "我们已经{verb}了您说的{thing}。",
    "请在{day}之前把{thing}的照片发给我们。",
    "{thing}目前还在我们{town}的办公室。",
    "您问到{thing}会不会影响您要付的钱。",
    "今年{thing}没有任何变化。",
    "我们的同事{person}会在{day}打电话跟您谈{thing}。",
    "如果{thing}到{day}还没有准备好，请告诉我们。",
    "您的{other}和{thing}都在我们的清单上。",
    "我们在您寄来的材料里没有找到{thing}。",
    "看完{thing}大约需要{number}天。",
    "您的材料第{number}页上写着{thing}。",
    "谢谢您来电询问{thing}和{other}。",
    "关于{thing}，您现在什么都不用做。",
    "因为有{thing}，金额少了{number}元。",
)
PLAIN = (
    "希望您的{other}用起来一切都好。",
    "下一笔{number}元会在{day}从您的账户扣除。",
    "工作日的任何时间都可以给我们打电话。",
    "{town}的办公室{day}因为修屋顶不开门。",
    "您的{other}已经在{day}{verb}，一切正常。",
    "请把这封信和{other}放在一起保管好。",
    "{person}从三月开始负责您的账户。",
    "如果您搬到了{town}或者别的地方，请告诉我们新的地址。",
    "随信附上一个信封，回信不用您付钱。",
    "您说{other}是邻居帮忙{verb}的。",
    "我们来看{other}的时候，家里不用有人。",
    "让您等了{number}天，我们很抱歉。",
    "信里有什么不清楚的地方，请随时问我们。",
    "付款的日子您随时都可以改。",
)


def letters(documents: int, seed: int) -> Iterator[str]:
    """So many letters; each planted term stands in three to nine of them."""
    chance = random.Random(seed)
    holding: dict[int, list[str]] = {}
    for term in PLANTED:
        for number in chance.sample(range(documents), chance.randint(3, 9)):
            holding.setdefault(number, []).append(term)
    for number in range(documents):
        lines = [_sentence(chance, chance.choice(THINGS), term) for term in holding.get(number, [])]
        lines += [_sentence(chance, chance.choice(THINGS), _thing(chance)) for _ in range(chance.randint(2, 5))]
        lines += [_sentence(chance, chance.choice(PLAIN), "") for _ in range(chance.randint(4, 8))]
        chance.shuffle(lines)
        half = len(lines) // 2
        yield "\n\n".join(
            [f"尊敬的{chance.choice(PEOPLE)}：", "".join(lines[:half]), "".join(lines[half:]), "此致敬礼"]
        )


def _thing(chance: random.Random) -> str:
    return chance.choice(RARER if chance.random() < 0.6 else COMMON)


def _sentence(chance: random.Random, frame: str, thing: str) -> str:
    return frame.format(
        thing=thing,
        other=_thing(chance),
        verb=chance.choice(VERBS),
        day=chance.choice(DAYS),
        town=chance.choice(TOWNS),
        person=chance.choice(PEOPLE),
        number=chance.randint(2, 60),
    )
